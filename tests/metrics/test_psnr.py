import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio

from afterglow.metrics.psnr import psnr, psnr_y
from tests.support import texture


def test_it_is_what_scikit_image_says() -> None:
    one, other = texture(200, 150, seed=1), texture(200, 150, seed=2)
    assert psnr(one, other) == pytest.approx(peak_signal_noise_ratio(other, one), abs=1e-4)


def test_an_error_of_one_step_is_48_decibels() -> None:
    reference = np.full((70, 9, 3), 100, np.uint8)
    assert psnr(reference + 1, reference) == pytest.approx(48.1308, abs=1e-4)


def test_luma_is_in_studio_range() -> None:
    black, white = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 255, np.uint8)
    assert psnr(black, white) == pytest.approx(0)
    assert psnr_y(black, white) == pytest.approx(-20 * np.log10(219 / 255), abs=1e-4)


def test_blue_counts_little_in_luma() -> None:
    reference = np.full((8, 8, 3), 0.5, np.float32)
    green, blue = reference.copy(), reference.copy()
    green[..., 1] += 0.1
    blue[..., 2] += 0.1
    assert psnr(green, reference) == pytest.approx(psnr(blue, reference), abs=1e-4)
    assert psnr_y(blue, reference) > psnr_y(green, reference) + 10
