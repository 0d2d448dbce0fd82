import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.desktop.widgets.camera import FARTHEST, NEAREST, Camera

ROOM = (800.0, 600.0)
numbers = st.integers(-400, 400)  # whole ones: an engine that is loaded may switch tiny floats off


def point(camera, across, down):
    """What a view shows so far from its middle."""
    return camera.x + across / camera.zoom, camera.y + down / camera.zoom


def test_a_picture_is_fitted_into_its_view():
    camera = Camera().fitted((4000, 1000), ROOM)
    assert camera == Camera(2000, 500, 0.2)
    assert Camera().fitted((10, 10), ROOM).zoom == 2


@given(numbers, numbers, st.integers(2, 50))
def test_zooming_keeps_what_is_under_the_pointer(across, down, tenths):
    factor = tenths / 10
    camera = Camera(500, 400, 1.0)
    assert point(camera.zoomed(factor, across, down), across, down) == pytest.approx(
        point(camera, across, down)
    )


@given(numbers, numbers)
def test_dragging_takes_the_picture_along(across, down):
    camera = Camera(500, 400, 2.0).panned(across, down)
    assert point(camera, across, down) == pytest.approx((500, 400))


def test_there_is_a_nearest_and_a_farthest():
    assert Camera(0, 0, 1).zoomed(1e9).zoom == NEAREST
    assert Camera(0, 0, 1).zoomed(1e-9).zoom == FARTHEST


def test_the_picture_cannot_be_lost():
    assert Camera(-50, 900, 1).kept((400, 300)) == Camera(0, 300, 1)


def test_what_is_seen():
    assert Camera(100, 100, 2).seen((40, 20)) == (90, 95, 110, 105)
