import numpy as np
import pytest

from afterglow.image.geometry import Box
from afterglow.score.shifting import shifted
from tests.score.pictures import scene


def test_whole_pixels_are_moved_without_a_change():
    pixels = scene()
    part = shifted(pixels, Box(10, 20, 110, 90), 7.0, -5.0)
    np.testing.assert_array_equal(part, pixels[25:95, 3:103])


@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_half_a_pixel_moves_a_slope_by_half_a_step(depth):
    full = 1.0 if depth == np.float32 else np.iinfo(depth).max
    slope = np.linspace(0.2, 0.8, 301) * full
    steps = slope if depth == np.float32 else np.rint(slope)
    pixels = np.repeat(np.repeat(steps[None, :, None], 600, axis=0), 3, axis=2).astype(depth)
    part = shifted(pixels, Box(20, 20, 280, 580), 0.5, 0.25)
    assert part.dtype == depth
    wanted = (slope[19:279] + slope[20:280]) / 2
    np.testing.assert_allclose(part[100, :, 0], wanted, atol=full / 255)
    np.testing.assert_allclose(part, np.broadcast_to(part[:1], part.shape), atol=full / 255)
