import numpy as np
import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from afterglow.desktop.widgets.comparison import Comparison, Patch
from afterglow.desktop.widgets.raster import as_qimage, raster_of
from afterglow.image import Box, Image

BEFORE, AFTER = (200, 40, 40), (40, 40, 200)


def plain(colour, width=200, height=100):
    return raster_of(Image(np.full((height, width, 3), colour, np.uint8)), None)


@pytest.fixture
def view(desk):
    made = Comparison(desk, "photos.before", "photos.after", "photos.drop_here")
    made.resize(600, 400)
    made.show()
    made.show_before(plain(BEFORE))
    made.show_after(plain(AFTER))
    yield made
    made.close()


def colour(view, x, y=200):
    found = view.grab().toImage().pixelColor(x, y)
    return found.red(), found.green(), found.blue()


def near(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 2


def wheel(view, x, y, notches=1):
    position = QPointF(x, y)
    event = QWheelEvent(
        position, position, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def drag(view, start, end):
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(*start))
    QTest.mouseMove(view, QPoint(*end))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(*end))


def test_the_line_divides_before_from_after(view):
    assert near(colour(view, 200), BEFORE)
    assert near(colour(view, 400), AFTER)


def test_the_line_is_dragged(view):
    drag(view, (300, 120), (500, 120))
    assert near(colour(view, 400), BEFORE)
    assert view.cameras[0].x == 100, "dragging the line leaves the picture where it is"


def test_the_line_is_moved_with_keys(view):
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.line < 0.5
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.line == pytest.approx(0.5)


def test_side_by_side(view):
    view.set_mode("side")
    assert near(colour(view, 150), BEFORE)
    assert near(colour(view, 450), AFTER)


def test_one_at_a_time_shows_the_original_while_space_is_held(view):
    view.set_mode("single")
    assert near(colour(view, 200), AFTER)
    QTest.keyPress(view, Qt.Key.Key_Space)
    assert near(colour(view, 200), BEFORE)
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert near(colour(view, 200), AFTER)


def test_the_right_button_held_shows_the_original_too(view):
    view.set_mode("single")
    QTest.mousePress(view, Qt.MouseButton.RightButton)
    assert near(colour(view, 200), BEFORE)
    QTest.mouseRelease(view, Qt.MouseButton.RightButton)
    assert near(colour(view, 200), AFTER)


def test_strength_mixes_at_once(view):
    view.set_strength(0.5)
    assert near(colour(view, 400), (120, 40, 120))
    view.set_strength(0.0)
    assert near(colour(view, 400), BEFORE)


def test_a_part_shows_before_the_whole_is_there(view):
    pixels = np.full((100, 50, 3), (40, 200, 40), np.uint8)
    view.show_after(None)
    view.show_patches(Patch(Box(150, 0, 200, 100), as_qimage(pixels), pixels))
    assert near(colour(view, 480), (40, 200, 40))
    assert near(colour(view, 390), BEFORE)
    view.show_after(plain(AFTER))
    assert near(colour(view, 480), AFTER)


def test_the_wheel_zooms_around_the_pointer(view):
    before = view.cameras[0]
    wheel(view, 400, 250, 3)
    after = view.cameras[0]
    assert after.zoom == pytest.approx(before.zoom * 1.1**3)
    for axis, away in (("x", 100), ("y", 50)):
        assert getattr(after, axis) + away / after.zoom == pytest.approx(
            getattr(before, axis) + away / before.zoom
        )


def test_dragging_moves_both_views_when_they_are_linked(view):
    view.set_mode("side")
    wheel(view, 150, 200, 8)
    drag(view, (150, 200), (100, 180))
    assert view.cameras[0] == view.cameras[1]
    view.linked = False
    drag(view, (150, 200), (170, 200))
    assert view.cameras[0] != view.cameras[1]


def test_at_the_same_size_or_each_in_its_own(view):
    view.show_after(plain(AFTER, 400, 200))
    view.set_mode("side")
    view.same_size = False
    view.fit()
    assert view.cameras[1].zoom == pytest.approx(view.cameras[0].zoom / 2)
    view.same_size = True
    view.fit()
    assert view.cameras[1].zoom == view.cameras[0].zoom


def test_a_double_click_goes_to_the_pixels_and_back(view):
    fitted = view.cameras[0].zoom
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.zoom == pytest.approx(1)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.cameras[0].zoom == fitted


def test_what_is_seen_is_known(view):
    assert view.seen() == Box(0, 0, 200, 100)
    view.zoom_to(10)
    seen = view.seen()
    assert seen.size.width <= 62
    assert seen.left > 0


def test_without_a_picture_it_says_what_to_do(view):
    view.show_before(None)
    assert view.seen() is None
    wheel(view, 10, 10)
    drag(view, (10, 10), (50, 50))
    assert view.accessibleName()
