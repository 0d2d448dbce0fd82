"""Mosaic found: brightness that steps only where a grid of equal blocks has its edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from afterglow.score.sample import luma

LARGEST = 64  # pixels along a block
LINES = 160  # rows, and columns, that are looked at
ON_GRID = 0.8  # share of all steps that lie on the grid, beyond the share that would by chance
NEARLY = 0.95  # of the best grid's share: a larger block that explains as much is the truth


@dataclass(frozen=True)
class Mosaic:
    """A mosaic's block in pixels, where its grid starts, and the share of steps on the grid, 0 to 1."""

    block: int
    left: int
    top: int
    evidence: float


def mosaic(pixels: np.ndarray) -> Mosaic | None:
    """The mosaic a picture was turned into, or None."""
    rows, columns = pixels.shape[:2]
    if min(rows, columns) < 32:
        return None
    across = mean_steps(luma(pixels[:: max(1, rows // LINES)]))
    down = mean_steps(luma(pixels[:, :: max(1, columns // LINES)]).T)
    if across is None or down is None:
        return None
    grids = [
        (block, *_best_start(across, block), *_best_start(down, block))
        for block in range(2, min(LARGEST, min(rows, columns) // 4) + 1)
    ]
    shares = np.array([min(share_across, share_down) for _, _, share_across, _, share_down in grids])
    if shares.max() < ON_GRID:
        return None
    chosen = int(np.flatnonzero(shares >= NEARLY * shares.max()).max())
    block, left, _, top, _ = grids[chosen]
    return Mosaic(block, left, top, float(shares[chosen]))


def mean_steps(plane: np.ndarray) -> np.ndarray | None:
    """The mean step from each column to the next; None where nothing changes."""
    # Large steps are rare and say no more about the grid than small ones.
    steps = np.minimum(np.abs(np.diff(plane, axis=1)), 12).mean(axis=0)
    return steps if steps.sum() > 1e-3 * len(steps) else None


def _best_start(steps: np.ndarray, block: int) -> tuple[int, float]:
    """Where a grid of this block starts, and the share of the steps on it that is not chance."""
    padded = np.pad(steps, (0, -len(steps) % block)).reshape(-1, block).sum(axis=0)
    place = int(padded.argmax())
    share = padded[place] / steps.sum()
    return (place + 1) % block, float((share - 1 / block) / (1 - 1 / block))
