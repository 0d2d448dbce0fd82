"""The page for clips, used as a person would."""

import dataclasses

import pytest

from tests.desktop.conftest import why_not

pytest.importorskip("av", reason="clips need PyAV")
if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from afterglow.desktop.history import History
from afterglow.desktop.panels.video.state import Asked
from afterglow.enhance.recipe import Recipe
from afterglow.video import VideoOptions, probe
from tests.desktop.person import open_in, press, strike, until
from tests.video.clips import Kind, make, pictures

KIND = Kind(frames=12, rate=4, size=(64, 48))


@pytest.fixture
def panel(window):
    window.go_to("video")
    window.panel.state.asked = History(Asked(Recipe(model="tiny", engine="onnxruntime", precision="f32")))
    return window.panel


@pytest.fixture
def film(tmp_path):
    return make(tmp_path / "film.mp4", KIND)


def over(panel):
    until(lambda: not panel.queue.queueing.busy, "the queue")
    return [item.state for item in panel.queue.queueing.queue.items]


def test_a_clip_shows_a_picture_and_what_becomes_of_it(window, panel, film):
    open_in(window, [film])
    until(lambda: panel.state.ready, "the preview")
    assert panel.title.text() == "film.mp4"
    assert "64×48" in panel.facts.text()
    assert panel.view.before.size == panel.view.after.size == (64, 48)
    assert (panel.view.before.pixels != panel.view.after.pixels).any()
    first = panel.view.before.pixels.copy()
    panel.time.setValue(500)
    until(lambda: panel.state.ready, "the preview of another time")
    assert panel.state.current.seconds == 1.5
    assert (panel.view.before.pixels != first).any()


def test_without_live_previews_a_button_asks_for_one(window, panel, film):
    panel.commands["live"].trigger()
    open_in(window, [film])
    until(lambda: panel.state.current.clip, "the first picture")
    assert panel.view.after is None
    press(panel.outcome.again)
    until(lambda: panel.state.ready, "the preview")


def test_every_option_can_be_asked_for(panel):
    controls = {name for form in panel.adjust.forms.values() for name in form.controls}
    assert {field.name for field in dataclasses.fields(VideoOptions)} <= controls
    of_pictures = {"format", "output_quality"}
    assert {field.name for field in dataclasses.fields(Recipe)} - of_pictures <= controls


def test_a_part_of_a_clip_is_made_and_can_be_looked_up(window, panel, film):
    open_in(window, [film])
    panel.change("end", "2")
    panel.change("crf", 20)
    panel.change("bit_rate", "8M")
    assert "--crf" in window.desk.strip.text()
    press(panel.outcome.make)
    assert over(panel) == ["done"]
    made = film.with_name("film.enhanced.mp4")
    assert len(pictures(made)) == 8
    assert probe(made).size == (64, 48)


def test_the_picture_that_is_written_is_followed(window, panel, tmp_path, monkeypatch):
    monkeypatch.setattr("afterglow.desktop.panels.video.following.OFTEN", 0)
    film = make(tmp_path / "long.mp4", dataclasses.replace(KIND, frames=60))
    panel.commands["live"].trigger()
    open_in(window, [film])
    until(lambda: panel.state.current.clip, "the first picture")
    press(panel.outcome.make)
    until(lambda: panel.state.current.seconds > 1, "a picture that was written")
    assert panel.outcome.told.text() == "This is being written now."
    assert panel.state.ready
    assert panel.time.value() > 0
    assert (panel.view.before.pixels != panel.view.after.pixels).any()
    assert over(panel) == ["done"]
    assert panel.state.current.seconds == 14.75, "the last picture of all"
    assert panel.outcome.told.text() != "This is being written now."
    assert window.desk.strip.text() == "The queue is through. Done: 1, failed: 0."


def test_whoever_looks_elsewhere_is_not_taken_away(window, panel, tmp_path, monkeypatch):
    monkeypatch.setattr("afterglow.desktop.panels.video.following.OFTEN", 0)
    film = make(tmp_path / "long.mp4", dataclasses.replace(KIND, frames=60))
    open_in(window, [film])
    press(panel.outcome.make)
    until(lambda: panel.state.current.seconds > 1, "a picture that was written")
    panel.time.setValue(0)
    assert not panel.commands["follow"].isChecked()
    assert over(panel) == ["done"]
    assert panel.state.current.seconds == 0


def test_the_first_picture_of_the_part_is_seen_before_it_is_made(window, panel, film):
    open_in(window, [film])
    until(lambda: panel.state.ready, "the preview")
    panel.change("begin", "1.5")
    until(lambda: panel.state.ready, "the preview of another time")
    assert panel.state.seen == (film, 1.5)


def test_a_clip_that_is_stopped_can_be_tried_again(window, panel, tmp_path):
    film = make(tmp_path / "long.mp4", dataclasses.replace(KIND, frames=200))
    panel.commands["live"].trigger()
    open_in(window, [film])
    press(panel.outcome.make)
    queueing = panel.queue.queueing
    until(lambda: any(item.done > 0 for item in queueing.queue.items), "some progress")
    panel.commands["queue_pause"].trigger()
    assert queueing.paused
    panel.commands["queue_stop"].trigger()
    assert over(panel) == ["stopped"]
    assert not film.with_name("long.enhanced.mp4").exists()
    panel.commands["queue_retry"].trigger()
    assert over(panel) == ["done"]
    assert len(pictures(film.with_name("long.enhanced.mp4"))) == 200


def test_what_waits_is_there_again_in_the_next_window(window, panel, film):
    from afterglow.desktop import open_window

    open_in(window, [film])
    panel.commands["queue_add"].trigger()
    window.close()
    _, second = open_window(["--panel", "video"])
    assert second.panel.queue.queueing.left_from_before == 1
    assert "1" in second.desk.strip.text()
    second.desk.strip.message.offer[1]()
    assert over(second.panel) == ["done"]
    second.close()


def test_what_helps_the_clip_is_said_with_its_reason(window, panel, film):
    open_in(window, [film])
    until(lambda: panel.state.current.advice, "the advice")
    advice = panel.state.current.advice
    assert panel.adjust.advice.model.text() == (advice.model or window.desk.words("photos.advice_none"))
    assert panel.adjust.advice.reason.text()


def test_settings_are_undone_and_done_again(window, panel, film):
    open_in(window, [film])
    panel.change("codec", "av1")
    for strength in (0.9, 0.7, 0.5):
        panel.change("strength", strength)
    strike(window, "Ctrl+Z")
    assert (panel.state.recipe.strength, panel.state.options.codec) == (1.0, "av1")
    strike(window, "Ctrl+Z")
    assert panel.state.options.codec == "same"
    strike(window, "Ctrl+Shift+Z")
    assert panel.adjust.forms["coding"].controls["codec"].currentData() == "av1"


def test_results_go_to_the_folder_chosen_and_the_log_tells_of_them(window, panel, film, tmp_path):
    open_in(window, [film])
    panel.put_results(tmp_path / "made")
    assert panel.outcome.goes.text() == "Goes to made"
    press(panel.outcome.make)
    assert over(panel) == ["done"]
    assert [made.name for made in (tmp_path / "made").iterdir() if made.is_file()] == ["film.mp4"]
    assert any(entry.key == "photos.queue_made" for entry in window.desk.log.entries())


def test_the_command_that_does_the_same_is_copied(window, panel, film, tmp_path):
    from PySide6.QtGui import QGuiApplication

    open_in(window, [film])
    panel.change("begin", "0.5")
    panel.put_results(tmp_path / "made")
    strike(window, "Ctrl+Shift+C")
    line = QGuiApplication.clipboard().text()
    assert line.startswith("afterglow video --from 0.5 --model tiny")
    assert line.endswith(f"-o {tmp_path / 'made'} {film}")


def test_a_file_that_is_no_clip_is_said_in_place(window, panel, tmp_path):
    (tmp_path / "fake.mp4").write_text("not a clip")
    open_in(window, [tmp_path / "fake.mp4"])
    until(lambda: window.desk.strip.message, "the problem")
    assert "fake.mp4" in window.desk.strip.text()
    assert "fake.mp4" in panel.outcome.told.text()
    assert not panel.outcome.make.isEnabled()


def test_where_pyav_is_missing_one_sentence_says_how_to_get_it(panel, monkeypatch):
    monkeypatch.setattr("afterglow.video.opening.find_spec", lambda name: None)
    panel.draw()
    assert panel.trouble.isVisible()
    assert "pip install 'afterglow[video]'" in panel.trouble.text()
    assert not panel.commands["open"].isEnabled()
