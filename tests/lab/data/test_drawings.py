import numpy as np
import pytest

from afterglow_lab.data.drawings import KINDS, drawing
from afterglow_lab.data.drawings.canvas import Canvas
from afterglow_lab.data.drawings.curves import box, ellipse
from afterglow_lab.data.drawings.lettering import HANDS, Style, stencil


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_has_the_size_asked_for_and_something_on_it(kind):
    picture = drawing(3, 190, 127, kind)
    assert picture.shape == (127, 190, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 8


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_comes_from_its_seed_alone(kind):
    first, again, other = drawing(5, 160, 160, kind), drawing(5, 160, 160, kind), drawing(6, 160, 160, kind)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_any_kind_can_come_when_none_is_named():
    assert len({drawing(seed, 64, 64).tobytes() for seed in range(6)}) == 6


@pytest.mark.parametrize("finer", [1, 3])
def test_a_disc_covers_its_area_with_smooth_edges(finer):
    canvas = Canvas(100, 100, (0, 0, 0), finer)
    canvas.fill(ellipse(50, 50, 30, 30), (255, 255, 255))
    picture = canvas.picture()[..., 0] / 255
    assert picture.sum() == pytest.approx(np.pi * 900, rel=0.02)
    assert ((picture > 0.1) & (picture < 0.9)).sum() > 50


def test_a_shape_drawn_within_another_stays_there():
    canvas = Canvas(40, 40, (0, 0, 0))
    canvas.fill(box(0, 0, 40, 40), (255, 0, 0), within=box(10, 10, 30, 30))
    picture = canvas.picture()[..., 0]
    assert picture[12:28, 12:28].min() == 255
    assert picture[:9].max() == picture[:, 31:].max() == 0


@pytest.mark.parametrize("hand", HANDS)
def test_every_hand_leaves_ink(hand):
    assert stencil("Lamp", Style(20, hand), 2).max() > 200
