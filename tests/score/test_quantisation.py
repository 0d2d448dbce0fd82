import numpy as np
import pytest

from afterglow.score.quantisation import rounding
from tests.score.pictures import jpeg, noisy, scene


@pytest.mark.parametrize("quality", [10, 30, 50, 75, 90, 95])
@pytest.mark.parametrize("sampling", [0, 2])
def test_the_quality_is_read_from_the_pixels_alone(quality, sampling):
    found = rounding(jpeg(scene(), quality, sampling))
    assert found is not None
    assert abs(found.quality - quality) <= 3
    assert (found.left, found.top) == (0, 0)
    assert found.standard


def test_a_cropped_jpeg_shows_where_its_blocks_start():
    found = rounding(jpeg(scene(), 50)[3:, 5:])
    assert found is not None
    assert (found.left, found.top) == (3, 5)
    assert abs(found.quality - 50) <= 3


@pytest.mark.parametrize("seed", range(4))
def test_a_picture_that_was_never_a_jpeg_has_no_quality(seed):
    assert rounding(scene(seed=seed)) is None


def test_more_bits_show_the_same():
    wide = jpeg(scene(), 40).astype(np.uint16) * 257
    found = rounding(wide)
    assert found is not None
    assert found.quality == 40


@pytest.mark.parametrize("shape", [(1, 1), (7, 300), (31, 31)])
def test_too_few_pixels_say_nothing(shape):
    assert rounding(np.full((*shape, 3), 90, np.uint8)) is None


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_flat_frame_says_nothing(value):
    assert rounding(np.full((200, 200, 3), value, np.uint8)) is None


@pytest.mark.parametrize("sigma", [2, 4])
def test_noise_on_ground_that_is_cut_off_is_no_strong_jpeg(sigma):
    pixels = np.full((396, 1152, 3), (255, 178, 30), np.uint8)
    pixels[120:216, 400:500] = scene(100, 96)
    found = rounding(noisy(pixels, sigma))
    assert found is None or found.quality > 90
