import numpy as np
import pytest
from scipy.ndimage import correlate1d

from afterglow.metrics.ms_ssim import ms_ssim
from afterglow.metrics.ssim import ssim
from tests.support import texture


def by_the_paper(one: np.ndarray, other: np.ndarray) -> float:
    """The published recipe in double precision, one plane at a time."""
    weights = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
    distance = np.arange(-5, 6)
    window = np.exp(-(distance**2) / (2 * 1.5**2))
    window /= window.sum()

    def smooth(plane: np.ndarray) -> np.ndarray:
        return correlate1d(correlate1d(plane, window, 0), window, 1)[5:-5, 5:-5]

    values = []
    for x, y in zip(
        np.moveaxis(one.astype(float), -1, 0), np.moveaxis(other.astype(float), -1, 0), strict=True
    ):
        product = 1.0
        for scale, weight in enumerate(weights):
            mean_x, mean_y = smooth(x), smooth(y)
            variances = smooth(x * x) - mean_x**2 + smooth(y * y) - mean_y**2
            covariance = smooth(x * y) - mean_x * mean_y
            contrast = (2 * covariance + 0.0009) / (variances + 0.0009)
            luminance = (2 * mean_x * mean_y + 0.0001) / (mean_x**2 + mean_y**2 + 0.0001)
            product *= ((luminance * contrast if scale == 4 else contrast).mean()) ** weight
            x, y = (plane.reshape(len(plane) // 2, 2, -1, 2).mean(axis=(1, 3)) for plane in (x, y))
        values.append(product)
    return float(np.mean(values))


def damaged(pixels: np.ndarray, sigma: float) -> np.ndarray:
    noise = np.random.default_rng(5).normal(0, sigma, pixels.shape)
    return np.clip(pixels + noise, 0, 1).astype(np.float32)


@pytest.mark.parametrize("sigma", [0.02, 0.1])
def test_it_is_what_the_paper_says(sigma: float) -> None:
    reference = texture(384, 256, np.float32)
    picture = damaged(reference, sigma)
    assert ms_ssim(picture, reference) == pytest.approx(by_the_paper(picture, reference), abs=1e-4)


def test_small_pictures_use_the_scales_that_fit() -> None:
    reference = texture(20, 20, np.float32)
    picture = damaged(reference, 0.05)
    # One scale alone is plain SSIM, its weight made whole.
    assert ms_ssim(picture, reference) == pytest.approx(ssim(picture, reference), abs=2e-3)


def test_odd_sides_are_no_trouble() -> None:
    reference = texture(201, 187, np.float32)
    assert 0.5 < ms_ssim(damaged(reference, 0.05), reference) < 1
