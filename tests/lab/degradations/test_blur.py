import numpy as np
import pytest

from afterglow_lab.degradations.blur import (
    Defocus,
    GaussianBlur,
    LensBlur,
    MotionBlur,
    aperture,
    disc,
    streak,
)


@pytest.mark.parametrize(
    "kernel",
    [disc(0.3), disc(6), aperture(4, 5, 0.3), aperture(0.5, 6, 1), streak(9, 0.7, 0.2), streak(0.5, 1)],
)
def test_a_kernel_neither_adds_nor_moves_light(kernel: np.ndarray) -> None:
    places = np.arange(len(kernel)) - len(kernel) // 2
    assert kernel.sum() == pytest.approx(1, abs=1e-5)
    assert kernel.min() >= 0
    assert (kernel.sum(0) * places).sum() == pytest.approx(0, abs=0.1)
    assert (kernel.sum(1) * places).sum() == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("radius", [2, 4, 8])
def test_a_disc_spreads_light_like_a_gaussian_of_half_its_radius(radius: float) -> None:
    assert spread(disc(radius)) == pytest.approx(radius / 2, rel=0.1)


@pytest.mark.parametrize("length", [6, 12, 24])
def test_a_streak_is_as_long_as_asked(length: float) -> None:
    assert spread(streak(length, 0.0)) == pytest.approx(length / 12**0.5, rel=0.1)
    assert streak(length, 0.0).sum(1).max() > 0.99


def test_a_streak_points_where_asked() -> None:
    assert spread(streak(12, np.pi / 2)) < 0.2
    assert spread(streak(12, np.pi / 2).T) > 3


def test_an_aperture_has_its_blades() -> None:
    kernel = aperture(20, 6, 0.0)
    rows, columns = np.nonzero(kernel > kernel.max() / 2)
    angles = np.arctan2(rows - len(kernel) // 2, columns - len(kernel) // 2)
    reach = np.hypot(rows - len(kernel) // 2, columns - len(kernel) // 2)
    corners = [reach[np.abs(angles - turn) < 0.1].max() for turn in (0, np.pi / 3)]
    sides = [reach[np.abs(angles - turn) < 0.1].max() for turn in (np.pi / 6, np.pi / 2)]
    assert min(corners) > 18.5
    assert max(sides) < 19


def test_a_blurred_lamp_keeps_its_light() -> None:
    lamp = np.zeros((41, 41, 3), np.float32)
    lamp[19:22, 19:22] = 1
    soft = MotionBlur((9, 9), bend=0)(lamp, np.random.default_rng(1))
    # In light, not in sRGB numbers, a third of a lamp is still two thirds bright.
    assert 0.5 < soft.max() < 0.75


def test_defocus_is_sharp_somewhere_and_soft_elsewhere() -> None:
    noise = np.random.default_rng(1).random((120, 120, 3), dtype=np.float32)
    kept = []
    for seed in range(10):
        change = np.abs(Defocus((6, 6))(noise, np.random.default_rng(seed)) - noise).mean(2)
        blocks = change.reshape(6, 20, 6, 20).mean((1, 3))
        kept.append(blocks.max() - blocks.min())
        assert blocks.max() > 0.15
    assert max(kept) > 0.15


@pytest.mark.parametrize("kind", [GaussianBlur, LensBlur])
def test_wider_is_softer(kind: type) -> None:
    noise = np.random.default_rng(1).random((64, 64, 3), dtype=np.float32)
    left = [kind((size, size))(noise, np.random.default_rng(1)).std() for size in (0.8, 1.5, 3)]
    assert left == sorted(left, reverse=True)


def spread(kernel: np.ndarray) -> float:
    """The standard deviation across."""
    places = np.arange(kernel.shape[1]) - kernel.shape[1] // 2
    return float(np.sqrt((kernel.sum(0) * places**2).sum()))
