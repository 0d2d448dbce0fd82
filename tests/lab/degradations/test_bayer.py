import cv2
import numpy as np
import pytest

from afterglow_lab.degradations.bayer import ROOM, demosaic, draw_corner, mosaic, spread_noise

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("sharp", [False, True])
def test_a_smooth_picture_survives_its_mosaic(corner: tuple[int, int], sharp: bool) -> None:
    pixels = smooth(41, 38)
    guessed = demosaic(mosaic(pixels, corner), corner, sharp)
    assert guessed.shape == pixels.shape
    assert np.abs(guessed - pixels).max() < 0.02


@pytest.mark.parametrize("corner", CORNERS)
def test_each_place_sees_one_color(corner: tuple[int, int]) -> None:
    pixels = np.empty((6, 8, 3), np.float32)
    pixels[:] = (0.1, 0.5, 0.9)
    plane = mosaic(pixels, corner)
    assert plane[:2, :2].tolist() == [[np.float32(0.1), 0.5], [0.5, np.float32(0.9)]]
    assert plane.shape == (6 + 2 * ROOM + corner[0], 8 + 2 * ROOM + corner[1])


@pytest.mark.parametrize("corner", CORNERS)
def test_noise_alone_is_spread_as_plain_guessing_spreads_it(corner: tuple[int, int]) -> None:
    pixels = smooth(30, 34) * 0.5 + 0.25
    noise = np.random.default_rng(1).normal(0, 0.05, mosaic(pixels, corner).shape).astype(np.float32)
    plane = mosaic(pixels, corner)
    expected = demosaic(plane + noise, corner, sharp=False) - demosaic(plane, corner, sharp=False)
    assert spread_noise(noise, corner) == pytest.approx(expected, abs=1e-4)


def test_darker_than_black_is_kept() -> None:
    assert demosaic(np.full((16, 16), -0.05, np.float32), (0, 0), sharp=True) == pytest.approx(
        -0.05, abs=1e-4
    )


def test_every_corner_is_drawn() -> None:
    rng = np.random.default_rng(1)
    assert {draw_corner(rng) for _ in range(50)} == set(CORNERS)


def smooth(height: int, width: int) -> np.ndarray:
    noise = np.random.default_rng(2).random((height, width, 3), dtype=np.float32)
    return np.clip((cv2.GaussianBlur(noise, (0, 0), 6) - 0.5) * 3 + 0.5, 0, 1)
