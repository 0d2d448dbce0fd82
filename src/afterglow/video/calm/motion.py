"""How far each block of a frame moved since the frame before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

BLOCK = 8  # pixels of the half-sized luma
REACH = 3  # blocks searched each way: 48 pixels of the frame
AROUND = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if (down, right) != (0, 0)]
# What a block must gain in its squared error to leave the vector it has, in standard deviations of that error.
INERTIA = 3.0
FLAT = (2 / 255) ** 2  # variance of a coarse picture that shows nothing
ALIKE = 0.75  # half-sized pixels by which neighbours may differ and still move as one


class Motion(NamedTuple):
    """`vectors` (rows × columns × (down, right)) point, in half-sized pixels, to where a block came from.

    `unlike` is how much of the coarse picture stays unexplained: near 0 within a scene, much more across a cut.
    """

    vectors: np.ndarray
    unlike: float


def motion(now: np.ndarray, before: np.ndarray) -> Motion:
    """From the half-sized luma of a frame and of the frame before it."""
    levels = [(_whole(now), _whole(before))]
    for _ in range(3):
        levels.append((_halved(levels[-1][0]), _halved(levels[-1][1])))
    vectors = _searched(*levels[3])
    vectors, error = _refined(*levels[2], 2 * vectors, BLOCK // 4, 2, exact=False)
    unlike = float(error.mean() / max(levels[2][0].var() + levels[2][1].var(), FLAT))
    vectors, _ = _refined(*levels[1], 2 * vectors, BLOCK // 2, 1, exact=False)
    vectors, _ = _refined(*levels[0], 2 * vectors, BLOCK, 0, exact=True)
    return Motion(_agreed(_agreed(vectors)), unlike)


def _searched(now: np.ndarray, before: np.ndarray) -> np.ndarray:
    """The best of all whole vectors for each pixel, seen with the eight around it."""
    height, width = now.shape
    padded = np.pad(before, REACH, mode="edge")
    span = 2 * REACH + 1
    rows = []
    for down in range(span):
        across = sliding_window_view(padded[down : down + height], width, axis=1).transpose(1, 0, 2)
        rows.append(_neighbourly(np.square(across - now)))
    errors = np.concatenate(rows)
    still = REACH * span + REACH
    best = errors.argmin(axis=0)
    least = np.take_along_axis(errors, best[None], 0)[0]
    best = np.where(errors[still] <= least * 1.1, still, best)
    return np.stack(np.divmod(best, span), axis=2) - REACH


def _neighbourly(errors: np.ndarray) -> np.ndarray:
    """Sums over three by three pixels."""
    padded = np.pad(errors, ((0, 0), (1, 1), (1, 1)), mode="edge")
    upright = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]
    return upright[:, :, :-2] + upright[:, :, 1:-1] + upright[:, :, 2:]


def _refined(
    now: np.ndarray, before: np.ndarray, vectors: np.ndarray, block: int, more: int, exact: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Better vectors near those given, to fractions of a pixel if `exact`, and the mean squared error they leave."""
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

    # How much an error differs by chance: in the best quarter of the blocks all of it is noise.
    chance = float(np.quantile(error(vectors), 0.25) * INERTIA * np.sqrt(2) / size)
    still = np.zeros_like(vectors)
    best, least = still, error(still)
    for candidate in (vectors, *_neighbours(vectors)):
        gained = error(candidate) + chance
        better = gained < least
        best, least = np.where(better[:, :, None], candidate, best), np.where(better, gained, least)
    least, chosen = error(best) - chance, best
    for step in AROUND:
        gained = error(best + np.array(step))
        better = gained < least
        chosen = np.where(better[:, :, None], best + np.array(step), chosen)
        least = np.where(better, gained, least)
    if not exact:
        return chosen, (least + chance) / size**2
    centre = error(chosen)
    parts = [
        _bottom(error(chosen - np.array(step)), centre, error(chosen + np.array(step)), chance)
        for step in ((1, 0), (0, 1))
    ]
    return chosen + np.stack(parts, axis=2), centre / size**2


def _neighbours(vectors: np.ndarray) -> list[np.ndarray]:
    padded = np.pad(vectors, ((1, 1), (1, 1), (0, 0)), mode="edge")
    return [padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]]


def _agreed(vectors: np.ndarray) -> np.ndarray:
    """The mean with those of the eight neighbours that move alike: what is rigid, moves as one."""
    rows, columns = vectors.shape[:2]
    padded = np.pad(vectors, ((1, 1), (1, 1), (0, 0)), mode="edge")
    total, count = np.zeros_like(vectors), np.zeros((rows, columns, 1))
    for down in range(3):
        for right in range(3):
            other = padded[down : down + rows, right : right + columns]
            alike = np.abs(other - vectors).max(axis=2, keepdims=True) < ALIKE
            total += other * alike
            count += alike
    return total / count


def _bottom(less: np.ndarray, centre: np.ndarray, more: np.ndarray, chance: float) -> np.ndarray:
    """Where between two neighbours a parabola through three errors is lowest; noise draws it to the middle."""
    bend = np.maximum(less - 2 * centre + more, 0) + np.float32(0.25 * chance + 1e-12)
    return np.clip((less - more) / (2 * bend), -0.5, 0.5)


def _whole(plane: np.ndarray) -> np.ndarray:
    """Grown by its border to whole blocks."""
    return np.pad(plane, [(0, -side % BLOCK) for side in plane.shape], mode="edge")


def _halved(plane: np.ndarray) -> np.ndarray:
    rows = plane[0::2] + plane[1::2]
    return (rows[:, 0::2] + rows[:, 1::2]) * np.float32(0.25)
