import pytest

from afterglow.desktop.panels.train.data.state import DataSettings, Preparing, first_picture
from afterglow.errors import UnreadableFile, WrongOption
from tests.cli.product import draw


@pytest.fixture
def good(tmp_path):
    (tmp_path / "good" / "a").mkdir(parents=True)
    draw(tmp_path / "good" / "a" / "deep.png", 40, 30)
    draw(tmp_path / "good" / "z.png", 40, 30)
    (tmp_path / "good" / "b.txt").write_text("no picture")
    return tmp_path / "good"


def test_a_folder_is_all_that_copies_need(good):
    state = Preparing()
    assert not state.able
    state.take([good])
    assert state.able
    assert state.order.out == good.with_name("good-jpeg")
    assert not state.read().begun


def test_what_is_dropped_goes_where_it_belongs(good, tmp_path):
    state = Preparing()
    state.choose("align")
    state.take([good])
    state.take([tmp_path])
    assert (state.order.places["phone"], state.order.places["camera"]) == (good, tmp_path)
    state.take([tmp_path / "clip.mp4"])
    assert state.order.name == "frames"
    state.take([tmp_path / "own.toml"])
    assert state.order.name == "custom"
    state.take([good / "z.png"])
    assert state.picture == good / "z.png"


def test_the_preview_shows_the_first_picture_until_another_is_chosen(good, tmp_path):
    assert first_picture(good) == good / "z.png"
    state = Preparing(DataSettings(level=20))
    assert state.looked_at is None
    state.take([good])
    state.choose("colour")
    asked = state.looked_at.asked(tmp_path)
    assert (asked["picture"], asked["mode"], asked["quality"]) == (str(good / "z.png"), "color", 20)
    state.take([good / "a/deep.png"])
    assert state.looked_at.asked(tmp_path)["picture"] == str(good / "a/deep.png")
    state.choose("align")
    assert state.looked_at is None


def test_a_folder_without_pictures_is_said(tmp_path):
    (tmp_path / "empty").mkdir()
    state = Preparing()
    state.take([tmp_path / "empty"])
    with pytest.raises(UnreadableFile, match="empty"):
        state.looked_at.asked(tmp_path)


def test_what_makes_no_sense_is_refused_and_changes_nothing():
    state = Preparing()
    with pytest.raises(WrongOption):
        state.change("min_quality", 200)
    assert state.order.options.min_quality == 10


def test_what_the_work_says_is_how_far_it_is(good):
    state = Preparing()
    state.take([good])
    state.begin()
    assert (state.running, state.progress) == (True, None)
    state.hear(" 50%  z.png: 10 files, 22.1 to 38.0 dB  (3 s left)")
    assert (state.progress, state.said) == (0.5, "z.png: 10 files, 22.1 to 38.0 dB")
    state.end()
    assert (state.running, state.progress) == (False, None)


def test_why_some_were_left_out_is_kept_apart_from_the_numbers(good):
    state = Preparing()
    state.take([good])
    state.begin()
    assert state.left_out is None
    state.hear("     10      3   25.26  0.7038     0.15    73%")
    state.hear("5 files made, 0 kept, 1 pictures skipped.")
    state.hear("  2_q10.png cannot be written: the drive is full. Free some space, or choose another folder.")
    assert state.left_out.message == "2_q10.png cannot be written: the drive is full"
    assert state.left_out.hint == "Free some space, or choose another folder."
    state.end()
    state.begin()
    assert state.left_out is None


def test_what_was_made_anew_once_is_gone_on_with_from_then_on(good):
    state = Preparing()
    state.take([good])
    state.change("overwrite", True)
    assert "--overwrite" in state.begin().words
    assert "--overwrite" not in state.order.words


def test_faults_are_listed_as_they_are_said(good):
    state = Preparing()
    state.choose("check")
    state.take([good])
    state.begin()
    state.hear("     small  a/deep.png: it is 40x30 pixels, and 144 are asked")
    state.hear("2 pictures, 1 with something to look at.")
    assert state.read().lines == (("small", "a/deep.png", "it is 40x30 pixels, and 144 are asked"),)


def test_it_is_all_there_again_on_another_day(good):
    state = Preparing()
    state.take([good])
    state.choose("blur")
    state.change("step", 20)
    again = Preparing(state.settings)
    assert again.order == state.order
