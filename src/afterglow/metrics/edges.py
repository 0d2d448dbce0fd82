"""Edges, and whether two pictures have them in the same places."""

from __future__ import annotations

import numpy as np

from afterglow.metrics.luma import luma
from afterglow.metrics.pair import comparable

SPREAD = 0.33  # thresholds lie this share below and above the median brightness
TANGENT_OF_22 = np.float32(np.tan(np.pi / 8))
TANGENT_OF_67 = np.float32(np.tan(3 * np.pi / 8))


def edge_similarity(picture: np.ndarray, reference: np.ndarray) -> float:
    """The share of edges that both have, to the pixel or beside it; 1 for equal pictures."""
    unit, wanted = comparable(picture, reference)
    ours, theirs = edges(unit), edges(wanted)
    if not ours.any() and not theirs.any():
        return 1.0
    met = np.count_nonzero(ours & _widened(theirs)) + np.count_nonzero(theirs & _widened(ours))
    return float(met / (np.count_nonzero(ours) + np.count_nonzero(theirs)))


def edges(unit: np.ndarray) -> np.ndarray:
    """Where a picture has edges (Canny's method), its thresholds set by its median brightness."""
    gray = np.rint(luma(unit) * 255)
    median = float(np.median(gray))
    return canny(gray, max(0.0, (1 - SPREAD) * median), min(255.0, (1 + SPREAD) * median))


def canny(gray: np.ndarray, low: float, high: float) -> np.ndarray:
    """Ridges of the gradient above `high`, and those above `low` that touch them, of a plane of 0 to 255."""
    right, down = _slopes(gray.astype(np.float32))
    steepness = np.abs(right) + np.abs(down)
    ridge = _ridges(steepness, right, down) & (steepness > np.floor(low))
    return _connected(ridge, ridge & (steepness > np.floor(high)))


def _slopes(gray: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sobel's gradient to the right and down."""
    around = np.pad(gray, 1, mode="edge")
    upright = around[:-2] + 2 * around[1:-1] + around[2:]
    across = around[:, :-2] + 2 * around[:, 1:-1] + around[:, 2:]
    return upright[:, 2:] - upright[:, :-2], across[2:] - across[:-2]


def _ridges(steepness: np.ndarray, right: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Where the gradient is steeper than on either side, looking along it."""
    around = np.pad(steepness, 1)
    rows, columns = steepness.shape

    def beside(downwards: int, rightwards: int) -> np.ndarray:
        return around[1 + downwards : 1 + downwards + rows, 1 + rightwards : 1 + rightwards + columns]

    wide, tall = np.abs(right), np.abs(down)
    level = tall < wide * TANGENT_OF_22
    steep = tall > wide * TANGENT_OF_67
    rising = (right < 0) != (down < 0)
    # Of two equal neighbours one must win, or a symmetric edge would vanish: hence ≥ on one side.
    along_row = (steepness > beside(0, -1)) & (steepness >= beside(0, 1))
    along_column = (steepness > beside(-1, 0)) & (steepness >= beside(1, 0))
    falling_diagonal = (steepness > beside(-1, -1)) & (steepness > beside(1, 1))
    rising_diagonal = (steepness > beside(-1, 1)) & (steepness > beside(1, -1))
    diagonal = np.where(rising, rising_diagonal, falling_diagonal)
    return np.where(level, along_row, np.where(steep, along_column, diagonal))


def _connected(candidates: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    """The candidates that a chain of neighbours links to a seed."""
    width = candidates.shape[1] + 2
    waiting = np.pad(candidates, 1).ravel()
    neighbours = np.array([-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1])
    front = np.flatnonzero(np.pad(seeds, 1))
    found = np.zeros_like(waiting)
    while front.size:
        found[front] = True
        waiting[front] = False
        reached = (front[:, None] + neighbours).ravel()
        front = np.unique(reached[waiting[reached]])
    return found.reshape(-1, width)[1:-1, 1:-1]


def _widened(found: np.ndarray) -> np.ndarray:
    """Every pixel that is an edge or touches one."""
    around = np.pad(found, 1)
    upright = around[:-2] | around[1:-1] | around[2:]
    widened: np.ndarray = upright[:, :-2] | upright[:, 1:-1] | upright[:, 2:]
    return widened
