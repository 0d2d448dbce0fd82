"""The page for pictures, used as a person would."""

import numpy as np
import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.image import Image, read, write
from tests.cli.product import draw
from tests.desktop.person import open_in, press, strike, until


@pytest.fixture
def panel(window):
    """The page, with the tiny model asked for as a habit would be."""
    window.panel.state.habits = Recipe(model="tiny", engine="onnxruntime", precision="f32")
    return window.panel


@pytest.fixture
def photos(tmp_path):
    return [draw(tmp_path / f"{name}.png", 96, 64, seed=seed) for seed, name in enumerate("abc")]


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, data, left, none))


def ready(panel):
    until(lambda: panel.state.ready, "the result")


def queue_all(window, panel, photos):
    """Open pictures and queue them all."""
    open_in(window, photos)
    panel.commands["queue_all"].trigger()
    until(lambda: not panel.queue.queueing.busy, "the jobs")
    assert len(panel.queue.queueing.queue) == len(photos)


def slide(panel, name, value):
    """Set a slider as its keys do."""
    slider = panel.adjust.forms["what"].controls[name]
    slider.setFocus()
    slider.setValue(round(100 * value))


def test_dropped_pictures_are_opened_advised_on_and_enhanced(window, panel, photos):
    drop(window, *photos)
    until(lambda: panel.strip.count() == 3, "the pictures")
    ready(panel)
    assert panel.title.text() == "a.png"
    until(lambda: panel.state.current.advice, "the recommendation")
    assert "tiny" in panel.outcome.told.text()
    until(lambda: panel.outcome.scores["after"].text() != "–", "the scores")
    assert panel.outcome.scores["before"].text() != "–"


def test_the_recommendation_is_what_is_done_by_default(window, photos):
    window.take(photos[:1])
    panel = window.panel
    ready(panel)
    advice = panel.state.current.advice
    assert panel.adjust.advice.model.text() == (advice.model or window.desk.words("photos.advice_none"))
    assert f"{100 * advice.confidence:.0f}" in panel.adjust.advice.sure.text()
    assert panel.state.developed.model == advice.model


def test_what_is_saved_is_what_the_command_makes(window, panel, photos):
    window.take(photos)
    ready(panel)
    press(panel.outcome.save)
    until(lambda: panel.state.current.saved)
    saved = read(photos[0].with_name("a.enhanced.png"))
    expected = enhance(read(photos[0]), panel.state.recipe).image
    assert np.array_equal(saved.pixels, expected.pixels)
    assert "a.enhanced.png" in window.desk.strip.text()


def test_what_is_there_is_replaced_only_when_that_is_said(window, panel, photos):
    there = draw(photos[0].with_name("a.enhanced.png"), seed=9)
    before = there.read_bytes()
    window.take(photos[:1])
    ready(panel)
    strike(panel, "Ctrl+S")
    until(lambda: window.desk.strip.message)
    assert "is there already" in window.desk.strip.text()
    assert there.read_bytes() == before
    window.desk.strip.message.offer[1]()
    until(lambda: there.read_bytes() != before)


def test_saving_under_another_name_and_format(window, panel, photos, tmp_path):
    window.take(photos[:1])
    ready(panel)
    strike(panel, "Ctrl+Shift+S")
    assert panel.saving.form.isVisible()
    panel.saving.form.path.setText(str(tmp_path / "better.webp"))
    QTest.keyClick(panel.saving.form.path, Qt.Key.Key_Return)
    until(lambda: (tmp_path / "better.webp").exists())
    assert read(tmp_path / "better.webp").origin.format == "webp"


def test_what_a_format_cannot_keep_is_said(window, panel, tmp_path):
    pixels = np.full((64, 96, 3), 90, np.uint8)
    write(Image(pixels, alpha=np.full((64, 96), 40, np.uint8)), tmp_path / "glass.png")
    window.take([tmp_path / "glass.png"])
    ready(panel)
    panel.saving.save_to(tmp_path / "glass.jpg")
    until(lambda: panel.state.current.saved, "the file")
    said = "JPEG has no transparency: the picture was laid on white."
    assert window.desk.strip.text() == f"Saved as glass.jpg. {said}"


def test_strength_needs_no_new_run(panel, window, photos):
    window.take(photos[:1])
    ready(panel)
    developed = panel.state.developed
    slide(panel, "strength", 0.4)
    assert panel.state.ready
    assert panel.state.developed is developed
    assert panel.view.strength == pytest.approx(0.4)
    strike(panel, "Ctrl+Z")
    assert panel.view.strength == 1
    strike(panel, "Ctrl+Shift+Z")
    assert panel.view.strength == pytest.approx(0.4)


def test_sharpening_touches_up_what_is_seen(panel, window, photos):
    window.take(photos[:1])
    ready(panel)
    slide(panel, "sharpen", 0.8)
    until(lambda: any(patch.final for patch in panel.view.patches), "the sharpened part")
    assert panel.state.ready


def test_another_model_makes_another_result(panel, window, photos):
    window.take(photos[:1])
    ready(panel)
    box = panel.adjust.forms["what"].controls["model"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    until(lambda: panel.state.ready and panel.state.developed.model is None)
    assert panel.state.recipe.model == "none"
    assert not panel.state.current.problem
    until(lambda: panel.outcome.told.text() == window.desk.words("photos.left_alone"))


def test_stopping_and_going_on(panel, window, photos):
    window.take(photos[:1])
    until(lambda: panel.state.progress is not None, "work")
    strike(panel, "Esc")
    assert panel.state.progress is None
    assert not panel.state.ready
    press(panel.outcome.again)
    ready(panel)


def test_advice_that_was_stopped_is_asked_for_again(panel, window, photos, monkeypatch):
    from afterglow.desktop.panels.photos import darkroom
    from afterglow.progress import Cancelled

    begun, advise = [], darkroom.advise

    def slow_at_first(image, quality, progress):
        begun.append(quality)
        while len(begun) == 1:
            if progress.stopped():
                raise Cancelled
        return advise(image, quality, progress)

    monkeypatch.setattr(darkroom, "advise", slow_at_first)
    window.take(photos[:1])
    until(lambda: begun, "the first look")
    panel.stop()
    panel.change("sharpen", 0.2)
    until(lambda: panel.state.current.advice, "the second look")
    assert len(begun) == 2


def test_a_model_that_is_added_can_be_chosen_at_once(panel, window, photos, home):
    import shutil

    window.take(photos[:1])
    ready(panel)
    box = panel.adjust.forms["what"].controls["model"]
    assert box.findData("tiny-again") < 0
    shutil.copytree(home / "models/tiny", home / "models/tiny-again")
    card = home / "models/tiny-again/card.toml"
    card.write_text(card.read_text().replace('"tiny"', '"tiny-again"'))
    for tell in window.desk.models_changed:
        tell()
    until(lambda: box.findData("tiny-again") > 0, "the model among the others")


def test_going_from_picture_to_picture(panel, window, photos):
    window.take(photos)
    until(lambda: panel.state.image is not None)
    strike(panel, "PgDown")
    assert panel.title.text() == "b.png"
    until(lambda: panel.strip.item(0).icon().availableSizes(), "thumbnails")
    panel.strip.setCurrentRow(2)
    assert panel.title.text() == "c.png"
    ready(panel)
    strike(panel, "Ctrl+W")
    assert panel.strip.count() == 2
    assert photos[2].exists()


def test_copying_the_result_and_the_command(panel, window, photos):
    window.take(photos[:1])
    ready(panel)
    panel.saving.copy()
    until(lambda: QGuiApplication.clipboard().image().width() == 96)
    strike(panel, "Ctrl+Shift+C")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("afterglow enhance --model tiny")
    assert text.endswith("a.png")


def test_pasting_a_picture_and_pasting_files(panel, window, photos, home):
    from PySide6.QtGui import QImage

    QGuiApplication.clipboard().setImage(QImage(str(photos[0])))
    panel.paste()
    until(lambda: panel.state.image is not None)
    assert panel.state.current.path.parent == home / "state/pasted"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photos[1]))])
    QGuiApplication.clipboard().setMimeData(data)
    panel.paste()
    until(lambda: panel.title.text() == "b.png", "the second picture")


def test_a_text_that_calls_itself_a_picture_is_said_in_place(panel, window, photos, tmp_path):
    fake = tmp_path / "fake.jpg"
    fake.write_text("not a picture")
    window.take([fake])
    until(lambda: window.desk.strip.message)
    assert "fake.jpg is not a picture" in window.desk.strip.text()
    assert "fake.jpg" in panel.adjust.advice.reason.text()
    window.desk.speak("zh-Hant")
    assert "不是圖片" in window.desk.strip.text()
    window.take(photos[:1])
    ready(panel)


def test_a_picture_that_vanishes_is_said_in_place(panel, window, photos):
    open_in(window, photos)
    ready(panel)
    photos[1].unlink()
    strike(panel, "PgDown")
    until(lambda: window.desk.strip.message)
    assert panel.state.current.problem
    assert "is not there" in window.desk.strip.text()


def test_a_model_that_is_removed_while_in_use_is_said_in_place_and_nothing_is_lost(
    panel, window, photos, home
):
    import shutil

    window.take(photos[:1])
    ready(panel)
    shutil.rmtree(home / "models/tiny")
    panel.change("scale", 2.0)
    until(lambda: window.desk.strip.message and window.desk.strip.message.kind == "problem")
    assert "tiny" in window.desk.strip.text()
    assert panel.state.image is not None
    strike(panel, "Ctrl+Z")
    until(lambda: panel.state.ready)


def test_a_folder_that_takes_nothing_is_said_in_place_and_the_result_is_still_there(
    panel, window, photos, tmp_path
):
    window.take(photos[:1])
    ready(panel)
    (tmp_path / "file").write_text("")
    panel.saving.save_to(tmp_path / "file" / "below" / "a.png")
    until(lambda: window.desk.strip.message and window.desk.strip.message.kind == "problem")
    assert panel.state.ready
    window.desk.strip.message.offer[1]()
    assert panel.saving.form.isVisible()


def test_settings_are_kept_from_day_to_day(window, photos, home):
    from afterglow.desktop import open_window

    panel = window.panel
    strike(panel, "F2")
    panel.change("quality", "best")
    window.close()
    _, tomorrow = open_window([])
    assert tomorrow.panel.view.mode == "side"
    assert tomorrow.panel.state.recipe.quality == "best"
    tomorrow.close()


def test_a_queue_is_worked_on_with_each_picture_as_it_was_asked(panel, window, photos):
    open_in(window, photos)
    panel.state.change(strength=0.5)
    queue_all(window, panel, photos)
    strike(panel, "Ctrl+G")
    until(lambda: {item.state for item in panel.queue.queueing.queue.items} == {"done"}, "the queue")
    recipe = panel.state.photos[0].recipe.now
    assert np.array_equal(
        read(photos[0].with_name("a.enhanced.png")).pixels, enhance(read(photos[0]), recipe).image.pixels
    )
    assert read(photos[2].with_name("c.enhanced.png")).size == (96, 64)


def test_a_queue_is_held_and_goes_on(panel, window, photos):
    queue_all(window, panel, photos)
    panel.queue.queueing.start()
    panel.queue.queueing.pause()
    assert panel.queue.queueing.paused
    assert panel.commands["queue_start"].isEnabled()
    QTest.qWait(50)
    panel.queue.queueing.start()
    until(lambda: not panel.queue.queueing.running, "the queue")
    assert {item.state for item in panel.queue.queueing.queue.items} == {"done"}


def test_one_bad_picture_does_not_hold_up_the_queue_and_can_be_tried_again(panel, window, photos):
    good = photos[1].read_bytes()
    photos[1].write_bytes(good[:100])
    queue_all(window, panel, photos)
    panel.queue.queueing.start()
    until(lambda: not panel.queue.queueing.busy, "the queue")
    assert [item.state for item in panel.queue.queueing.queue.items] == ["done", "failed", "done"]
    logged = window.desk.log.entries()
    made = [entry.values["name"] for entry in logged if entry.key == "photos.queue_made"]
    assert sorted(made) == ["a.png", "c.png"]
    assert any("b.png" in entry.message for entry in logged)
    photos[1].write_bytes(good)
    strike(panel, "Ctrl+Shift+R")
    until(
        lambda: not panel.queue.queueing.busy and panel.queue.queueing.queue.items[1].state == "done",
        "the second try",
    )


def test_two_windows_have_two_queues_and_one_set_of_settings(window, panel, photos):
    from afterglow.desktop import open_window

    open_in(window, photos)
    panel.commands["queue_add"].trigger()
    until(lambda: len(panel.queue.queueing.queue) == 1, "the job")
    _, other = open_window([str(photos[1])])
    until(lambda: other.panel.state.current, "the picture")
    assert len(other.panel.queue.queueing.queue) == 0
    other.panel.commands["queue_add"].trigger()
    until(lambda: len(other.panel.queue.queueing.queue) == 1, "the other job")
    assert len(panel.queue.queueing.queue) == 1
    other.close()
    assert panel.state.current is not None


def test_dropping_nothing_useful_says_so(panel, window, tmp_path):
    (tmp_path / "empty").mkdir()
    drop(window, tmp_path / "empty")
    until(lambda: window.desk.strip.text() == window.desk.words("photos.nothing_there"), "the answer")
    drop(window, tmp_path / "gone.png")
    until(lambda: "is not there" in window.desk.strip.text(), "the answer")


def test_the_wheel_over_the_picture_does_not_reach_the_settings(panel, window, photos):
    window.take(photos[:1])
    ready(panel)
    before = panel.state.recipe
    QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert panel.state.recipe == before
