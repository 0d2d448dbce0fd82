import numpy as np
import pytest
from skimage.metrics import structural_similarity

from afterglow.metrics.bands import ROWS
from afterglow.metrics.ssim import ssim
from tests.support import texture


@pytest.mark.parametrize("size", [(11, 11), (64, 48), (200, 3 * ROWS + 7), (31, ROWS + 10)])
def test_it_is_what_scikit_image_says(size: tuple[int, int]) -> None:
    one, other = texture(*size, seed=1), texture(*size, seed=2)
    wanted = structural_similarity(
        one, other, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, channel_axis=2
    )
    assert ssim(one, other) == pytest.approx(wanted, abs=1e-4)


def test_it_stays_exact_where_a_picture_is_flat() -> None:
    one = np.full((40, 40, 3), 0.97, np.float32)
    other = one + np.random.default_rng(0).normal(0, 0.002, one.shape).astype(np.float32)
    wanted = structural_similarity(
        one.astype(float),
        other.astype(float),
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        channel_axis=2,
        data_range=1,
    )
    assert ssim(one, other) == pytest.approx(wanted, abs=1e-4)


def test_a_negative_is_unlike() -> None:
    pixels = texture(60, 60, np.float32)
    assert ssim(1 - pixels, pixels) < 0
