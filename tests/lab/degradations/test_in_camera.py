import cv2
import numpy as np
import pytest

from afterglow_lab.degradations.in_camera import denoise, sharpen, softened


def test_noise_gets_less_and_an_edge_stays() -> None:
    noisy = step() + noise(0.03)
    smoothed = denoise(noisy, 1.0, 0.03)
    assert (smoothed - step())[:, :20].std() < 0.5 * 0.03
    luma = smoothed.mean(2)
    assert (luma[:, 36] - luma[:, 27]).mean() > 0.45


def test_without_strength_nothing_happens() -> None:
    noisy = step() + noise(0.03)
    assert np.array_equal(denoise(noisy, 0.0, 0.03), noisy)


def test_in_good_light_color_edges_stay_sharp() -> None:
    red = np.zeros((32, 32, 3), np.float32)
    red[:, 16:, 0] = 1
    soft, sharp = denoise(red, 1.0, 0.05), denoise(red, 1.0, 0.001)
    assert np.abs(sharp - red).max() < 0.1 < np.abs(soft - red).max()


def test_softened_noise_is_smoother_and_never_more_colored() -> None:
    for seed in range(20):
        before, after = noise(0.03), softened(noise(0.03), np.random.default_rng(seed))
        assert after.std() < before.std()
        assert coloring(after) <= 1.02 * coloring(before)
        assert np.abs(np.diff(after, axis=1)).mean() < np.abs(np.diff(before, axis=1)).mean()


def test_blotches_of_color_are_as_broad_as_real_ones_and_never_outdo_the_grain() -> None:
    far = []
    for seed in range(40):
        softer = softened(noise(0.03), np.random.default_rng(seed))
        luma, red, _ = cv2.split(cv2.cvtColor(softer, cv2.COLOR_RGB2YCrCb))
        assert 0.09 < red.std() / luma.std() < 0.61
        blotches = red - red.mean()
        far.append(float((blotches[:, :-4] * blotches[:, 4:]).mean() / blotches.var()))
    assert min(far) < 0.1
    assert max(far) > 0.6


def test_nothing_is_softened_to_nothing() -> None:
    black = np.zeros((32, 32, 3), np.float32)
    assert softened(black, np.random.default_rng(1)) == pytest.approx(black, abs=1e-6)


def test_sharpening_steepens_edges_and_leaves_flats() -> None:
    sharper = sharpen(step(), 1.0, 1.0)
    assert sharper.max() > 0.76
    assert sharper.min() < 0.24
    assert sharper[:, :20] == pytest.approx(0.25, abs=1e-5)


def step() -> np.ndarray:
    pixels = np.full((64, 64, 3), 0.25, np.float32)
    pixels[:, 32:] = 0.75
    return pixels


def noise(sigma: float) -> np.ndarray:
    return np.random.default_rng(1).normal(0, sigma, (64, 64, 3)).astype(np.float32)


def coloring(pixels: np.ndarray) -> float:
    """How far apart the colours of a pixel are."""
    return float((pixels - pixels.mean(2, keepdims=True)).std())
