import numpy as np
import pytest

from afterglow.image import Size
from afterglow.score.registration import overlap, placed, unmoved
from tests.score.pictures import blurred, darkened, jpeg, noisy, scene


@pytest.mark.parametrize(
    "damage",
    [
        lambda pixels: pixels,
        lambda pixels: jpeg(pixels, 20),
        lambda pixels: noisy(pixels, 20),
        lambda pixels: darkened(pixels, 2),
        lambda pixels: blurred(pixels, 1.5),
    ],
)
def test_a_part_is_found_in_the_whole_whatever_happened_to_it(damage):
    whole = scene(500, 420)
    found = placed(damage(whole[30:, 12:]), whole)
    assert (found.right, found.down) == pytest.approx((12, 30), abs=0.1)


def test_a_large_picture_is_placed_as_exactly():
    whole = scene(1200, 900)
    found = placed(whole[37:800, 111:], whole)
    assert (found.right, found.down) == pytest.approx((111, 37), abs=0.02)


def test_the_whole_lies_left_of_its_part():
    whole = scene(500, 420)
    found = placed(whole, whole[30:, 12:])
    assert (found.right, found.down) == pytest.approx((-12, -30), abs=0.02)


def test_strangers_are_hardly_alike():
    assert placed(scene(seed=3), scene()).alike < 0.2
    assert unmoved(scene(), scene()) == pytest.approx(1)


def test_one_flat_colour_lies_anywhere():
    assert placed(np.zeros((50, 60, 3), np.uint8), scene()).alike == 0


def test_the_overlap_is_what_both_cover():
    assert overlap(Size(100, 80), Size(100, 80), 2.5, -3.2) == (3, 0, 100, 76)
