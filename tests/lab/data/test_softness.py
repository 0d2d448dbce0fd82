import cv2
import numpy as np

from afterglow_lab.data.softness import with_softness


def test_colors_get_softer_than_brightness_and_nothing_gets_sharper():
    rough = np.random.default_rng(1).integers(0, 256, (96, 96, 3), np.uint8)
    for seed in range(10):
        soft = with_softness(rough, np.random.default_rng(seed))
        assert soft.shape == rough.shape
        assert soft.dtype == np.uint8
        luma, red, blue = kept(soft) / kept(rough)
        assert max(red, blue) < luma < 1


def test_a_plain_surface_stays_as_it_is():
    wall = np.full((48, 48, 3), (200, 120, 40), np.uint8)
    soft = with_softness(wall, np.random.default_rng(1))
    assert np.abs(soft.astype(int) - wall).max() <= 1


def kept(pixels: np.ndarray) -> np.ndarray:
    """How much brightness and the two differences of colour vary."""
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb).std(axis=(0, 1))
