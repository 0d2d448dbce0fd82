import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter
from skimage.metrics import structural_similarity
from torch import Tensor

from afterglow_lab.losses.ssim import SCALES, ms_ssim, ssim

torch.set_num_threads(1)


@pytest.mark.parametrize("noise", [0.02, 0.1, 0.4])
@pytest.mark.parametrize("shape", [(40, 57), (176, 200)])
def test_ssim_is_scikit_images(noise: float, shape: tuple[int, int]) -> None:
    clean, noisy = pair(noise, shape)
    expected = structural_similarity(
        clean,
        noisy,
        data_range=1,
        channel_axis=2,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
    )
    assert 1 - ssim(batch(noisy), batch(clean)).item() == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("noise", [0.02, 0.1, 0.4])
def test_ms_ssim_follows_the_published_definition(noise: float) -> None:
    clean, noisy = pair(noise, (176, 208))
    assert 1 - ms_ssim(batch(noisy), batch(clean)).item() == pytest.approx(published(clean, noisy), abs=1e-4)


@pytest.mark.parametrize("side", [1, 2, 5, 10, 11, 12, 21, 22, 43, 44, 87, 100, 175])
def test_small_patches_use_fewer_scales(side: int) -> None:
    clean, noisy = pair(0.2, (side, side))
    assert 0 < ms_ssim(batch(noisy), batch(clean)).item() < 1
    assert 0 < ssim(batch(noisy), batch(clean)).item() < 1


def test_one_scale_of_ms_ssim_is_ssim() -> None:
    clean, noisy = pair(0.1, (20, 20))
    assert ms_ssim(batch(noisy), batch(clean)).item() == pytest.approx(
        ssim(batch(noisy), batch(clean)).item(), abs=1e-6
    )


def test_a_negative_picture_costs_more_than_any_noise_and_has_a_finite_gradient() -> None:
    clean, noisy = pair(0.1, (176, 176))
    negative = batch(1 - clean).requires_grad_()
    loss = ms_ssim(negative, batch(clean))
    assert loss > ms_ssim(batch(noisy), batch(clean))
    loss.backward()
    assert negative.grad is not None
    assert torch.isfinite(negative.grad).all()


def published(first: np.ndarray, second: np.ndarray) -> float:
    """Wang, Simoncelli and Bovik (2003), by another route: scipy's filter in double precision."""
    product = np.ones(3)
    for level, weight in enumerate(SCALES):
        x, y = (picture.astype(np.float64) for picture in (first, second))

        def mean(picture: np.ndarray) -> np.ndarray:
            return gaussian_filter(picture, (1.5, 1.5, 0), truncate=3.5)[5:-5, 5:-5]

        mx, my = mean(x), mean(y)
        vx, vy, vxy = mean(x * x) - mx**2, mean(y * y) - my**2, mean(x * y) - mx * my
        contrast = (2 * vxy + 0.0009) / (vx + vy + 0.0009)
        brightness = (2 * mx * my + 0.0001) / (mx**2 + my**2 + 0.0001)
        last = level == len(SCALES) - 1
        product *= (contrast * brightness if last else contrast).mean((0, 1)) ** weight
        height, width = x.shape[0] // 2, x.shape[1] // 2
        first, second = (
            p[: 2 * height, : 2 * width].reshape(height, 2, width, 2, 3).mean((1, 3)) for p in (x, y)
        )
    return float(product.mean())


def pair(noise: float, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    clean = np.clip(gaussian_filter(rng.random((*shape, 3)) - 0.5, (2, 2, 0)) * 3 + 0.5, 0, 1)
    return clean.astype(np.float32), (clean + rng.normal(0, noise, clean.shape)).astype(np.float32)


def batch(pixels: np.ndarray) -> Tensor:
    return torch.from_numpy(pixels.transpose(2, 0, 1).astype(np.float32))[None]
