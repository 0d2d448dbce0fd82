"""How far each block of a frame moved since the frame before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

BLOCK = 8  # pixels of the half-sized luma
COARSE = 4  # half-sized pixels along one coarse pixel
REACH = 6  # coarse pixels searched each way: 48 pixels of the frame
AROUND = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if (down, right) != (0, 0)]
# What a block must gain in its squared error to leave the vector it has, in standard deviations of that error.
INERTIA = 3.0


class Motion(NamedTuple):
    """`vectors` (rows × columns × (down, right)) point, in half-sized pixels, to where a block came from.

    `error` is the mean squared difference that is left in each block, `unlike` how much of the coarse picture
    stays unexplained: near 0 within a scene, near 1 across a cut.
    """

    vectors: np.ndarray
    error: np.ndarray
    unlike: float


def motion(now: np.ndarray, before: np.ndarray) -> Motion:
    """From the half-sized luma of a frame and of the frame before it."""
    levels = [(_whole(now), _whole(before))]
    while len(levels) < 3:
        levels.append((_halved(levels[-1][0]), _halved(levels[-1][1])))
    vectors, unlike = _searched(*levels[2])
    vectors = _refined(*levels[1], 2 * vectors, BLOCK // 2, 2)[0]
    vectors, error, part = _refined(*levels[0], 2 * vectors, BLOCK, 0)
    return Motion(vectors + part, error, unlike)


def _searched(now: np.ndarray, before: np.ndarray) -> tuple[np.ndarray, float]:
    """The best of all whole vectors for each block, seen with the eight blocks around it."""
    height, width = now.shape
    padded = np.pad(before, REACH, mode="edge")
    span = 2 * REACH + 1
    block = BLOCK // COARSE
    rows, columns = height // block, width // block
    errors = np.empty((span, span, rows, columns), np.float32)
    for down in range(span):
        across = sliding_window_view(padded[down : down + height], width, axis=1).transpose(1, 0, 2)
        gap = np.square(across - now).reshape(span, rows, block, width).sum(axis=2)
        errors[down] = _neighbourly(gap.reshape(span, rows, columns, block).sum(axis=3))
    errors = errors.reshape(span * span, rows, columns)
    still = REACH * span + REACH
    best = errors.argmin(axis=0)
    least = np.take_along_axis(errors, best[None], 0)[0]
    best = np.where(errors[still] <= least * 1.1, still, best)
    vectors = np.stack(np.divmod(best, span), axis=2) - REACH
    spread = float(now.var() + before.var())
    unlike = float(least.mean()) / (9 * block**2) / max(spread, 1e-6)
    return vectors, unlike


def _neighbourly(errors: np.ndarray) -> np.ndarray:
    """Sums over three by three blocks."""
    padded = np.pad(errors, ((0, 0), (1, 1), (1, 1)), mode="edge")
    upright = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]
    return upright[:, :, :-2] + upright[:, :, 1:-1] + upright[:, :, 2:]


def _refined(
    now: np.ndarray, before: np.ndarray, vectors: np.ndarray, block: int, more: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Better whole vectors near those given, the error they leave, and the fraction of a pixel beside them."""
    size = block + 2 * more
    rows, columns = vectors.shape[:2]
    tops = np.arange(rows)[:, None] * block
    lefts = np.arange(columns)[None] * block
    edge = size + 2
    places = sliding_window_view(np.pad(before, edge, mode="edge"), (size, size))
    here = sliding_window_view(np.pad(now, more, mode="edge"), (size, size))[::block, ::block]
    here = np.ascontiguousarray(here[:rows, :columns]).reshape(rows, columns, -1)

    def error(candidate: np.ndarray) -> np.ndarray:
        top = np.clip(tops + candidate[:, :, 0] + edge - more, 0, places.shape[0] - 1)
        left = np.clip(lefts + candidate[:, :, 1] + edge - more, 0, places.shape[1] - 1)
        gap = places[top, left].reshape(rows, columns, -1) - here
        return np.einsum("yxk,yxk->yx", gap, gap)

    own = error(vectors)
    # How much an error differs by chance: the error of the better half of the blocks is noise.
    chance = float(np.quantile(own, 0.25)) * np.float32(INERTIA * np.sqrt(2) / size)
    still = np.zeros_like(vectors)
    best, least = still, error(still)
    for candidate in (vectors, *_neighbours(vectors)):
        gained = error(candidate) + chance
        better = gained < least
        best, least = np.where(better[:, :, None], candidate, best), np.where(better, gained, least)
    centre, beside = error(best), {}
    least, chosen = centre - chance, best
    for step in AROUND:
        beside[step] = error(best + np.array(step))
        better = beside[step] < least
        chosen = np.where(better[:, :, None], best + np.array(step), chosen)
        least = np.where(better, beside[step], least)
    part = np.stack(
        [
            _bottom(beside[-1, 0], centre, beside[1, 0], chance),
            _bottom(beside[0, -1], centre, beside[0, 1], chance),
        ],
        axis=2,
    )
    part[(chosen != best).any(axis=2)] = 0
    return chosen, np.minimum(centre, least) / size**2, part


def _neighbours(vectors: np.ndarray) -> list[np.ndarray]:
    padded = np.pad(vectors, ((1, 1), (1, 1), (0, 0)), mode="edge")
    return [padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]]


def _bottom(less: np.ndarray, centre: np.ndarray, more: np.ndarray, chance: float) -> np.ndarray:
    """Where between two neighbours a parabola through three errors is lowest; noise draws it to the middle."""
    bend = np.maximum(less - 2 * centre + more, 0) + np.float32(chance + 1e-12)
    return np.clip((less - more) / (2 * bend), -0.5, 0.5)


def _whole(plane: np.ndarray) -> np.ndarray:
    """Grown by its border to whole blocks."""
    return np.pad(plane, [(0, -side % BLOCK) for side in plane.shape], mode="edge")


def _halved(plane: np.ndarray) -> np.ndarray:
    rows = plane[0::2] + plane[1::2]
    return (rows[:, 0::2] + rows[:, 1::2]) * np.float32(0.25)
