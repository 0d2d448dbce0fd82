"""Where JPEG's blocks most likely start: all 64 places that they may are looked at together."""

from __future__ import annotations

from functools import cache

import numpy as np

from afterglow.score.combs import BIN, CLEAR_OF_ZERO, CLIPPED_TOOTH, SMALLEST, TOOTH, combs, judged, tables
from afterglow.score.frequencies import BLOCK, SLOW, product, waves
from afterglow.score.sample import Place

QUICK = 128  # side in pixels of the places that are looked at
LIVELIEST = 6  # of the places
BINS = 512  # of coefficients that are looked at
GRIDS = BLOCK * BLOCK


def likeliest_grids(squares: list[Place], most: int = 2) -> list[tuple[int, int]]:
    """The rows and columns, 0 to 7, where JPEG's blocks most likely start."""
    lively = sorted(squares, key=lambda square: -float(np.abs(np.diff(square.luma[::4])).mean()))[:LIVELIEST]
    nats = _nats([Place(*(plane[:QUICK, :QUICK] for plane in square)) for square in lively]).max(axis=1)
    return [divmod(int(grid), BLOCK) for grid in np.argsort(-nats, kind="stable")[:most]]


def _nats(squares: list[Place]) -> np.ndarray:
    """In favour of each grid and quality."""
    kinds = [_kinds(square.clipped) for square in squares]
    blocks = _counted(kinds, 2 * GRIDS).reshape(2, GRIDS)
    places = [_places(square.luma, kind) for square, kind in zip(squares, kinds, strict=True)]
    counts = _counted(places, 2 * GRIDS * len(SLOW) * BINS).reshape(2, GRIDS, len(SLOW), BINS)
    counts[..., : int(SMALLEST / BIN)] = 0
    counts[..., -1] = 0
    uncut, uncut_clear = _favoured(counts[0], TOOTH)
    cut, cut_clear = _favoured(counts[1], CLIPPED_TOOTH)
    size = counts[0].sum(axis=(1, 2))
    return judged(uncut + cut, uncut_clear + cut_clear, uncut, size, blocks[0])


def _kinds(clipped: np.ndarray) -> np.ndarray:
    """For each place where a block may start: its grid, after all of them where it has black or white."""
    rows, columns = (max(length - BLOCK + 1, 0) for length in clipped.shape)
    down = np.logical_or.reduce([clipped[n : n + rows] for n in range(BLOCK)])
    cut = np.logical_or.reduce([down[:, n : n + columns] for n in range(BLOCK)])
    top, left = (np.arange(length, dtype=np.int32) % BLOCK for length in (rows, columns))
    return top[:, None] * BLOCK + left + np.where(cut, GRIDS, 0).astype(np.int32)


def _places(luma: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """For each frequency and place of a block: where its coefficient is counted."""
    rows, columns = kinds.shape
    wave = waves().astype(np.float32)
    down = [
        sum(wave[f, n] * luma[n : n + rows] for n in range(BLOCK)) for f in range(SLOW.max() // BLOCK + 1)
    ]
    places = np.empty((len(SLOW), rows, columns), np.int32)
    for each, frequency in enumerate(SLOW):
        vertical, across = divmod(int(frequency), BLOCK)
        found = sum(wave[across, n] * down[vertical][:, n : n + columns] for n in range(BLOCK))
        sizes = np.abs(found) * np.float32(1 / BIN) + np.float32(0.5)
        places[each] = (kinds * len(SLOW) + each) * BINS + np.minimum(sizes, BINS - 1).astype(np.int32)
    return places


def _counted(places: list[np.ndarray], length: int) -> np.ndarray:
    found = np.bincount(np.concatenate([each.ravel() for each in places]), minlength=length)
    return found.astype(np.float32)


def _favoured(counts: np.ndarray, tooth: float) -> tuple[np.ndarray, np.ndarray]:
    """Nats in favour of each grid and quality, and those of them that are clear of zero."""
    if not counts.any():
        nothing = np.zeros((GRIDS, len(tables())), np.float32)
        return nothing, nothing
    clear = int(CLEAR_OF_ZERO * tooth / BIN)
    near, far = (
        np.sum([product(counts[:, n, part], likely[part]) for n, likely in enumerate(_likely(tooth))], axis=0)
        for part in (slice(clear), slice(clear, None))
    )
    return near + far, far


@cache
def _likely(tooth: float) -> list[np.ndarray]:
    """For each frequency: the log likelihood of each bin at each quality."""
    return [combs(tooth)[:BINS, steps] for steps in tables()[:, SLOW].T]
