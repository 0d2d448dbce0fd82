import numpy as np
import pytest

from afterglow_lab.degradations.resize import KERNELS, Resize


@pytest.mark.parametrize("down", KERNELS)
@pytest.mark.parametrize("up", KERNELS)
def test_detail_is_lost_and_flats_are_not(down: str, up: str) -> None:
    noise = np.random.default_rng(1).random((50, 60, 3), dtype=np.float32)
    damage = Resize((0.4, 0.4), (down,), (up,))
    small = damage(noise, np.random.default_rng(1))
    assert small.shape == noise.shape
    assert np.abs(small - noise).mean() > 0.1
    assert damage(np.full_like(noise, 0.6), np.random.default_rng(1)) == pytest.approx(0.6, abs=1e-3)


def test_smaller_loses_more() -> None:
    noise = np.random.default_rng(1).random((64, 64, 3), dtype=np.float32)
    left = [
        Resize((f, f), ("area",), ("cubic",))(noise, np.random.default_rng(1)).std() for f in (0.8, 0.5, 0.25)
    ]
    assert left == sorted(left, reverse=True)
