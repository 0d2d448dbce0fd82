import pytest

from afterglow.desktop.panels.video.state import Advice, Clips, VideoSettings
from afterglow.enhance.recipe import Recipe
from afterglow.errors import WrongOption
from afterglow.video.clip import Clip
from afterglow.video.options import VideoOptions


def clip(seconds):
    return Clip("a", "mp4", 64, 48, seconds, (0, 1), 0, (1, 25), (25, 1), 0, "h264", 8, "4:2:0")


@pytest.fixture
def folder(tmp_path):
    for name in ("a.mp4", "b.mkv"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_the_first_of_what_is_opened_is_looked_at(folder):
    clips = Clips()
    clips.add([folder / "a.mp4", folder / "b.mkv"])
    assert [one.path.name for one in clips.clips] == ["a.mp4", "b.mkv"]
    assert clips.current is clips.clips[0]
    clips.add([folder / "c.mp4"], look=False)
    assert clips.current is clips.clips[0]


def test_two_clips_of_one_name_are_two(folder):
    clips = Clips()
    clips.add([folder / "a.mp4", folder / "other" / "a.mp4", folder / "b.mkv"])
    assert clips.names == [f"a.mp4 ({folder.name})", "a.mp4 (other)", "b.mkv"]


def test_a_clip_is_opened_once_and_gone_to_again(folder):
    clips = Clips()
    clips.add([folder / "a.mp4", folder / "b.mkv"])
    clips.add([folder / "b.mkv"])
    assert len(clips.clips) == 2
    assert clips.index == 1


def test_closing_the_last_clip_leaves_none(folder):
    clips = Clips()
    clips.add([folder / "a.mp4"])
    clips.close()
    assert clips.current is None
    clips.close()


def test_a_time_is_a_share_of_the_clip(folder):
    clips = Clips()
    clips.add([folder / "a.mp4"])
    clips.look_at(0.5)
    assert clips.current.seconds == 0, "its length is not known yet"
    clips.current.clip = clip(8)
    clips.look_at(0.25)
    assert clips.current.seconds == 2


def test_the_preview_is_ready_until_something_else_is_asked(folder):
    clips = Clips()
    clips.add([folder / "a.mp4"])
    clips.made = clips.wanted
    assert clips.ready
    clips.change("strength", 0.5)
    assert not clips.ready
    clips.change("strength", 1.0)
    assert clips.ready


def test_options_of_recipe_and_clip_are_told_apart():
    clips = Clips()
    clips.change("quality", "best")
    clips.change("codec", "av1")
    assert clips.recipe == Recipe(quality="best")
    assert clips.options == VideoOptions(codec="av1")


def test_a_size_takes_the_place_of_a_scale():
    clips = Clips()
    clips.change("scale", 2.0)
    clips.change("size", "64x48")
    assert (clips.recipe.scale, clips.recipe.size) == (1.0, "64x48")


def test_what_makes_no_sense_changes_nothing():
    clips = Clips()
    clips.change("crf", 20)
    with pytest.raises(WrongOption):
        clips.change("bit_rate", "8M")
    assert clips.options == VideoOptions(crf=20)


def test_advice_stands_for_the_recipe_that_leaves_the_choice_to_it():
    advice = Advice("night-fast", 0.5, "It is dark.")
    assert advice.settle(Recipe(strength=0.8)) == Recipe(model="night-fast", strength=0.4)
    assert advice.settle(Recipe(model="none")) == Recipe(model="none")
    alone = Advice(None, 0.0, "It is fine.")
    assert alone.settle(Recipe()) == Recipe(model="none", strength=0.0)
    assert alone.settle(Recipe(scale=2.0)) == Recipe(scale=2.0), "it is still to be enlarged"


def test_what_was_asked_can_be_undone():
    clips = Clips()
    clips.change("codec", "av1")
    clips.change("strength", 0.8)
    clips.change("strength", 0.5)
    clips.asked.undo()
    assert (clips.recipe, clips.options) == (Recipe(), VideoOptions(codec="av1"))
    clips.reset()
    assert clips.options == VideoOptions()
    clips.asked.undo()
    assert clips.options == VideoOptions(codec="av1")


def test_the_folder_for_results_is_kept(tmp_path):
    clips = Clips()
    clips.folder = tmp_path
    assert Clips(clips.settings(VideoSettings())).folder == tmp_path
    assert Clips().folder is None


def test_habits_are_kept_and_what_belongs_to_one_clip_is_not():
    clips = Clips()
    for name, value in (("quality", "best"), ("codec", "hevc"), ("begin", "1:00"), ("scale", 2.0)):
        clips.change(name, value)
    kept = clips.settings(VideoSettings(mode="side"))
    assert kept.mode == "side"
    again = Clips(kept)
    assert again.recipe == Recipe(quality="best")
    assert again.options == VideoOptions(codec="hevc")


@pytest.mark.parametrize("damaged", ["", "[1]", '{"codec": "wax"}', '{"unknown": 1}'])
def test_damaged_habits_are_forgotten(damaged):
    assert Clips(VideoSettings(options=damaged)).options == VideoOptions()
    assert Clips(VideoSettings(recipe=damaged)).recipe == Recipe()


def test_nothing_is_wanted_of_nothing():
    assert Clips().wanted is None
    assert not Clips().ready
