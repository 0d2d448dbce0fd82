"""A mosaic found below the JPEG that it was stored as: made of blocks again, it would be the same JPEG.

JPEG softens the edges of a mosaic's blocks and ripples their insides, so that steps lie beside the grid too. But
the means of blocks hardly move: a picture of nothing but those means lies within half a step of every frequency that
was stored. Any other picture loses its detail that way, wherever the grid starts.
"""

from __future__ import annotations

import numpy as np

from afterglow.score.combs import table
from afterglow.score.frequencies import ALL, coefficients
from afterglow.score.frequencies import BLOCK as JPEG_BLOCK
from afterglow.score.pixelation import Mosaic, mean_steps
from afterglow.score.quantisation import Rounding
from afterglow.score.sample import luma

SIDE = 384  # pixels along the square that is looked at
PLACES = 3  # along each side of the picture where it may lie
LARGEST = 16  # pixels along a block
LINES = 4  # of a grid beside JPEG's own, at least
STEEPER = 0.1  # share by which steps on the grid are larger, for it to be looked at closely
EXPLAINED = 0.02  # of all energy, that blocks may leave unexplained
BETTER = 0.05  # of what other grids leave unexplained: mosaics come below 0.03, all else stayed above 0.07
FEWEST, SCARCEST = 24, 0.003  # frequencies that other grids leave unexplained, and their share
SLACK = 0.5  # beyond half a step, from rounding to 8 bits
STEP = 24  # of luma, between blocks of different tones
TONES = 32
PAPER = 0.5  # of the blocks of a page, in the tone of its ground
LETTERS = 0.33  # of its blocks beside a step
TWO_TONED = 0.9  # or of those in two tones


def stored_mosaic(pixels: np.ndarray, last: Rounding) -> Mosaic | None:
    """The mosaic that a picture was before it was stored as the JPEG whose rounding was found, or None."""
    if not last.standard or min(pixels.shape[:2]) < 4 * JPEG_BLOCK:
        return None
    top, left = _liveliest(pixels)
    plane = luma(pixels[top : top + SIDE, left : left + SIDE])
    down, across = mean_steps(plane.T), mean_steps(plane)
    if down is None or across is None:
        return None
    found = None
    for block in range(2, LARGEST + 1):
        grid = _steepest(down, across, block, last)
        left_over = _left_over(plane, block, grid, last) if grid else 1.0
        if grid and left_over < BETTER and not _written(_means(plane, block, grid)):
            start = ((grid[0] + top) % block, (grid[1] + left) % block)
            found = Mosaic(block, start[1], start[0], 1 - left_over)
    return found


def _liveliest(pixels: np.ndarray) -> tuple[int, int]:
    """Where the square starts that has the most steps; multiples of 8, so that JPEG's blocks stay where they are."""

    def liveliness(corner: tuple[int, int]) -> float:
        top, left = corner
        return float(np.abs(np.diff(luma(pixels[top : top + SIDE : 8, left : left + SIDE]))).mean())

    tops, lefts = (
        np.linspace(0, max(side - SIDE, 0), PLACES).astype(int) // JPEG_BLOCK * JPEG_BLOCK
        for side in pixels.shape[:2]
    )
    return max(((int(top), int(left)) for top in tops for left in lefts), key=liveliness)


def _steepest(down: np.ndarray, across: np.ndarray, block: int, last: Rounding) -> tuple[int, int] | None:
    """The row and column where a grid of this block most likely starts, beside JPEG's own edges; None for none."""
    starts = []
    for steps, jpeg in ((down, last.top), (across, last.left)):
        edges = np.arange(1, len(steps) + 1)
        beside = edges % JPEG_BLOCK != jpeg
        sums, counts = (
            np.bincount((edges % block)[beside], weights, minlength=block)
            for weights in (steps[beside], np.ones(beside.sum()))
        )
        start = int(np.where(counts >= LINES, sums / np.maximum(counts, 1), -1).argmax())
        on = sums[start] / max(counts[start], 1)
        off = (sums.sum() - sums[start]) / max(counts.sum() - counts[start], 1)
        if counts[start] < LINES or off > (1 - STEEPER) * on:
            return None
        starts.append(start)
    return starts[0], starts[1]


def _left_over(plane: np.ndarray, block: int, grid: tuple[int, int], last: Rounding) -> float:
    """How much a mosaic on this grid leaves unexplained, beside the best of the grids next to it."""
    stored = coefficients(plane, last.top, last.left)
    reach = table(last.quality).ravel()[ALL] / 2 + SLACK

    def unexplained(grid: tuple[int, int]) -> tuple[float, int]:
        again = coefficients(_made_of(plane, block, grid), last.top, last.left)
        beyond = np.maximum(np.abs(again - stored) - reach, 0)
        return float(np.square(beyond).sum()), int(np.count_nonzero(beyond))

    own, _ = unexplained(grid)
    if own > EXPLAINED * float(np.square(stored).sum()):
        return 1.0
    moves = {(0, 1), (1, 0), (0, block - 1), (block - 1, 0), (0, block // 2), (block // 2, 0)}
    least, many = min(
        unexplained(((grid[0] + down) % block, (grid[1] + across) % block)) for down, across in moves
    )
    return own / least if many >= max(FEWEST, SCARCEST * stored.size) else 1.0


def _made_of(plane: np.ndarray, block: int, grid: tuple[int, int]) -> np.ndarray:
    """The plane with each whole block as its mean."""
    means, made = _means(plane, block, grid), plane.copy()
    (top, left), (rows, columns) = grid, (block * side for side in means.shape)
    made[top : top + rows, left : left + columns] = means.repeat(block, axis=0).repeat(block, axis=1)
    return made


def _means(plane: np.ndarray, block: int, grid: tuple[int, int]) -> np.ndarray:
    """The mean of each whole block."""
    rows, columns = ((side - start) // block for side, start in zip(plane.shape, grid, strict=True))
    whole = plane[grid[0] : grid[0] + rows * block, grid[1] : grid[1] + columns * block]
    means: np.ndarray = whole.reshape(rows, block, columns, block).mean(axis=(1, 3))
    return means


def _written(means: np.ndarray) -> bool:
    """Whether this is a page of letters, whose font was made larger: they are many, or have hardly a tone between."""
    beside = np.zeros(means.shape, bool)
    for axis in (0, 1):
        steep = np.abs(np.diff(means, axis=axis)) > STEP
        beside |= np.pad(steep, [(int(axis == 0), 0), (int(axis == 1), 0)])
        beside |= np.pad(steep, [(0, int(axis == 0)), (0, int(axis == 1))])
    paper, _ = _two_tones(means)
    if paper < PAPER or not beside.any():
        return False
    return bool(beside.mean() > LETTERS or sum(_two_tones(means[beside])) > TWO_TONED)


def _two_tones(values: np.ndarray) -> tuple[float, float]:
    """The shares of the most frequent tone and of the next that is not beside it."""
    counts = np.bincount((values * (TONES / 256)).astype(int).clip(0, TONES - 1).ravel(), minlength=TONES)
    shares = np.convolve(counts, np.ones(3), "same") / values.size
    first = int(shares.argmax())
    others = np.delete(shares, slice(max(first - 2, 0), first + 3))
    return float(shares[first]), float(others.max())
