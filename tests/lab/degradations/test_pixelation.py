import cv2
import numpy as np
import pytest

from afterglow_lab.degradations.pixelation import Pixelation, pixelated


@pytest.mark.parametrize("block", range(1, 11))
def test_blocks_have_their_size_and_the_mean_of_what_they_hide(block: int) -> None:
    clean = noise(60, 60)
    hidden = pixelated(clean[: 60 // block * block, : 60 // block * block], block)
    for top in range(0, hidden.shape[0], block):
        square = hidden[top : top + block, :block]
        assert np.ptp(square, axis=(0, 1)).max() < 1e-6
        assert square[0, 0] == pytest.approx(clean[top : top + block, :block].mean((0, 1)), abs=1e-5)


@pytest.mark.parametrize("offset", range(8))
def test_the_grid_may_start_anywhere(offset: int) -> None:
    hidden = pixelated(noise(64, 64), 8, top=offset, left=0)
    changes = np.flatnonzero(np.abs(np.diff(hidden[..., 0], axis=0)).max(1) > 1e-6)
    assert all((row + 1 + offset) % 8 == 0 for row in changes)
    assert len(changes) >= 7


def test_without_averaging_blocks_show_pixels_of_the_picture() -> None:
    clean = noise(40, 40)
    hidden = pixelated(clean, 4, area=False)
    assert hidden[0, 0].tolist() == clean[2, 2].tolist()


def test_resampled_blocks_are_soft() -> None:
    steps = np.abs(np.diff(pixelated(noise(64, 64), 8, enlarge=cv2.INTER_LINEAR), axis=0)).max()
    assert steps < np.abs(np.diff(pixelated(noise(64, 64), 8), axis=0)).max()


def test_every_block_size_is_drawn() -> None:
    damage, clean = Pixelation((2, 5), area=1, resampled=0), noise(61, 61)
    widest = set()
    for seed in range(60):
        row = damage(clean, np.random.default_rng(seed))[30, :, 0]
        widest.add(int(np.diff(np.flatnonzero(np.diff(row))).max()))
    assert widest == {2, 3, 4, 5}


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(1).random((height, width, 3), dtype=np.float32)
