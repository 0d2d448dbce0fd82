import numpy as np
import pytest

from afterglow_lab.baselines.noise_level import noise_level


@pytest.mark.parametrize("sigma", [0.01, 0.05, 0.1])
def test_the_noise_of_a_smooth_picture_is_found(sigma: float) -> None:
    slope = np.linspace(0.3, 0.7, 200)[:, None, None] * np.ones((200, 300, 3))
    noise = np.random.default_rng(0).normal(0, sigma, slope.shape)
    assert noise_level((slope + noise).astype(np.float32)) == pytest.approx(sigma, rel=0.03)


def test_a_flat_picture_has_none() -> None:
    assert noise_level(np.full((9, 9, 3), 0.5, np.float32)) == 0
    assert noise_level(np.full((1, 1, 3), 0.5, np.float32)) == 0
