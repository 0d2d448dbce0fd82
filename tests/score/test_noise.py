import numpy as np
import PIL.Image
import PIL.ImageFilter
import pytest

from afterglow.score.noise import noise
from tests.score.pictures import noisy, scene


@pytest.mark.parametrize("sigma", [3, 8, 20])
def test_noise_is_measured_in_steps_of_luma(sigma):
    # The three channels' own noise makes less noise of luma: √(0.299² + 0.587² + 0.114²) of it.
    assert noise(noisy(scene(), sigma)) == pytest.approx(0.668 * sigma, rel=0.2)


def test_more_noise_counts_more():
    found = [noise(noisy(scene(), sigma)) for sigma in (0, 1, 2, 4, 8, 16, 32)]
    assert found == sorted(found)


def test_soft_grains_count_in_full():
    rng = np.random.default_rng(0)
    sharp = np.full((256, 256), 128.0) + rng.normal(0, 30, (256, 256))
    soft = PIL.Image.fromarray(np.uint8(np.clip(sharp, 0, 255))).filter(PIL.ImageFilter.GaussianBlur(1))
    pixels = np.repeat(np.array(soft)[..., None], 3, axis=2)
    assert noise(pixels) == pytest.approx(pixels.std(), rel=0.2)


@pytest.mark.parametrize("shape", [(1, 1), (5, 500), (200, 200)])
def test_a_flat_frame_has_no_noise(shape):
    assert noise(np.full((*shape, 3), 90, np.uint8)) == 0
