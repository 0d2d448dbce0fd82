import numpy as np
import pytest
from skimage.color import rgb2hsv

from afterglow.metrics import histograms
from afterglow.metrics.color_spaces import to_hsv
from afterglow.metrics.histogram import histogram, histogram_overlap
from tests.support import texture


def test_eight_bit_values_fall_into_their_own_bins() -> None:
    pixels = texture(50, 40)
    wanted = [np.bincount(pixels[..., channel].ravel(), minlength=256) / 2000 for channel in range(3)]
    assert histograms(pixels)["rgb"] == pytest.approx(np.array(wanted))


def test_every_histogram_sums_to_one() -> None:
    found = histograms(texture(50, 40, np.uint16))
    assert set(found) == {"rgb", "hsv", "lab"}
    for channels in found.values():
        assert channels.shape == (3, 256)
        assert channels.sum(axis=1) == pytest.approx(np.ones(3))


def test_values_outside_the_range_count_at_its_ends() -> None:
    found = histogram(np.array([[[-1.0, 0.5, 2.0]]], np.float32), bins=4)
    assert found.tolist() == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


def test_black_and_white_share_nothing() -> None:
    black, white = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 255, np.uint8)
    assert histogram_overlap(black, white) == 0


def test_where_the_pixels_lie_does_not_matter() -> None:
    pixels = texture(50, 40)
    assert histogram_overlap(pixels[::-1, ::-1], pixels) == pytest.approx(1)


def test_hue_saturation_and_value_are_those_of_scikit_image() -> None:
    pixels = texture(60, 50, np.float32)
    pixels[:5] = pixels[:5, :, :1]
    pixels[5:10] = 0
    assert to_hsv(pixels) == pytest.approx(rgb2hsv(pixels), abs=1e-5)
