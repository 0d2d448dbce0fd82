"""Pictures and pastes that nobody expects, in the window: each is shown, or said in place, and the window goes on."""

import numpy as np
import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PIL import Image as Pillow
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from afterglow.enhance.recipe import Recipe
from afterglow.image import Image, read, write
from tests.cli.product import draw
from tests.desktop.person import open_in, strike, until

NOISE = np.random.default_rng(0)


@pytest.fixture
def panel(window):
    window.panel.state.habits = Recipe(model="tiny", engine="onnxruntime", precision="f32")
    return window.panel


def noise(height, width):
    return NOISE.integers(0, 255, (height, width, 3), np.uint8)


def one_pixel(folder):
    Pillow.fromarray(noise(1, 1)).save(folder / "one.png")
    return folder / "one.png"


def deep_with_alpha(folder):
    alpha = np.full((48, 64), 40_000, np.uint16)
    write(Image(noise(48, 64).astype(np.uint16) * 257, alpha=alpha), folder / "deep.tif")
    return folder / "deep.tif"


def inks(folder):
    Pillow.fromarray(noise(48, 64)).convert("CMYK").save(folder / "inks.jpg")
    return folder / "inks.jpg"


def panorama(folder):
    Pillow.fromarray(noise(20, 20_000)).save(folder / "wide.jpg")
    return folder / "wide.jpg"


@pytest.mark.parametrize("make", [one_pixel, deep_with_alpha, inks, panorama])
def test_an_odd_picture_is_shown_made_better_and_saved(window, panel, tmp_path, make):
    photo = make(tmp_path)
    open_in(window, [photo])
    until(lambda: panel.state.ready or panel.state.current.problem, "the result")
    strike(panel, "Ctrl+S")
    until(lambda: panel.state.current.saved, "the file")
    saved = read(panel.state.current.saved)
    assert saved.size == read(photo).size
    assert saved.pixels.dtype == (np.uint16 if make is deep_with_alpha else np.uint8)
    assert (saved.alpha is not None) == (make is deep_with_alpha)


def test_an_animated_picture_is_sent_to_the_queue_which_takes_it(window, panel, tmp_path):
    frames = [Pillow.fromarray(noise(40, 60)) for _ in range(3)]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:], duration=100)
    open_in(window, [tmp_path / "moving.gif"])
    until(lambda: panel.state.current.problem, "the answer")
    assert "Add it to the queue" in window.desk.strip.text()
    strike(panel, "Ctrl+B")
    queueing = panel.queue.queueing
    until(lambda: len(queueing.queue) == 1 and not queueing.busy, "the job")
    queueing.start()
    until(lambda: not queueing.busy, "the work")
    assert [item.state for item in queueing.queue.items] == ["done"]


def test_a_folder_of_many_kinds_gives_its_pictures(window, panel, tmp_path):
    panel.commands["live"].trigger()
    for number in range(300):
        (tmp_path / f"{number:03}{('.jpg', '.txt', '.png', '.mp4', '.JPG')[number % 5]}").touch()
    open_in(window, [tmp_path])
    assert panel.strip.count() == len(panel.state.photos) == 180


def paste(panel, text):
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    panel.paste()


def test_a_place_that_was_copied_as_text_is_opened(window, panel, tmp_path):
    paste(panel, f'"{draw(tmp_path / "my a.png", 48, 32)}"\n')
    until(lambda: panel.title.text() == "my a.png", "the picture")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://example.org/a.jpg", "only_an_address"),
        ("hello", "nothing_to_paste"),
        ("", "nothing_to_paste"),
    ],
)
def test_what_holds_no_picture_is_said(window, panel, text, said):
    paste(panel, text)
    assert window.desk.strip.text() == window.desk.words(f"photos.{said}")


def test_an_empty_clipboard_is_said(window, panel):
    QGuiApplication.clipboard().clear()
    panel.paste()
    assert window.desk.strip.text() == window.desk.words("photos.nothing_to_paste")


def test_language_theme_and_undo_may_change_while_a_picture_is_worked_out(window, panel, tmp_path):
    open_in(window, [draw(tmp_path / "a.png", 900, 600)])
    until(lambda: panel.state.progress is not None, "work")
    window.desk.speak("ja")
    window.desk.wear("light")
    panel.change("scale", 2.0)
    panel.step(panel.state.undo)
    until(lambda: panel.state.ready, "the result")
    assert panel.state.recipe.scale == 1
    assert panel.state.developed.full.size == (900, 600)


def test_a_picture_that_is_deleted_while_it_waits_fails_alone(window, panel, tmp_path):
    photos = [draw(tmp_path / f"{name}.png", 48, 32) for name in "ab"]
    open_in(window, photos)
    panel.commands["queue_all"].trigger()
    queueing = panel.queue.queueing
    until(lambda: len(queueing.queue) == 2 and not queueing.busy, "the jobs")
    photos[0].unlink()
    queueing.start()
    until(lambda: not queueing.busy, "the work")
    assert [item.state for item in queueing.queue.items] == ["failed", "done"]
