"""JPEG's rounding found in the pixels, whatever the file says: brightness that changes in steps of a table.

JPEG rounds the 64 frequencies of every 8×8 block to multiples of the steps in its table. Decoding and
rounding to 8 bits leaves them within half a unit of those multiples, so the table stands in the histogram of
each frequency like the teeth of a comb, even after the picture was stored as PNG. A step's likelihood is that
of a comb with such teeth beside that of no comb at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from afterglow.score.combs import (
    BIN,
    BINS,
    CLEAR_OF_ZERO,
    CLIPPED_TOOTH,
    SMALLEST,
    STEEPEST,
    TOOTH,
    combs,
    judged,
    tables,
)
from afterglow.score.frequencies import ALL, ALONE, BLOCK, blocks, coefficients
from afterglow.score.grids import likeliest_grids
from afterglow.score.sample import Place, places

BEST = 97  # of higher qualities no trace is left after rounding to 8 bits
FEWEST = 24  # nats in favour of the comb: 1 in 10¹⁰ by chance, were coefficients independent
FIT = 0.05  # share of the nats that an untouched JPEG of that quality would bring
LIKE = 0.75  # a table is like libjpeg's if its steps are within this factor
# Steps this wide fit the few edges of a flat drawing, or noise on white, by chance.
COARSE, COARSE_FIT = 8, 0.6
GOOD_FIT = 0.4  # beyond it no other grid is tried
FEWEST_NEAR, FIT_NEAR = 150, 0.35  # more is asked where the table itself is guessed


@dataclass(frozen=True)
class Rounding:
    """The JPEG table that the pixels were last rounded with, as a quality, and where its blocks start."""

    quality: int
    left: int
    top: int
    evidence: float  # how well it fits, 0 to about 1: every coefficient where the table puts it
    standard: bool  # whether the table is one of libjpeg's
    nats: float = 0.0  # in its favour


def rounding(pixels: np.ndarray) -> Rounding | None:
    """The last JPEG rounding of a picture, or None where no trace is left."""
    if min(pixels.shape[:2]) < 4 * BLOCK:
        return None
    return rounding_in(places(pixels))


def rounding_in(squares: list[Place]) -> Rounding | None:
    """The same of a picture's squares."""
    found = _rounding_at(squares, 0, 0)
    if found and found.evidence > GOOD_FIT:
        return found
    elsewhere = [_rounding_at(squares, *grid) for grid in likeliest_grids(squares)]
    return max([rounding for rounding in (found, *elsewhere) if rounding], key=_nats_of, default=None)


def _nats_of(found: Rounding) -> float:
    return found.nats


def _rounding_at(squares: list[Place], top: int, left: int) -> Rounding | None:
    by_quality, by_step, most = _likelihoods(squares, top, left)
    quality = int(by_quality.argmax()) + 1
    best, fit = float(by_quality[quality - 1]), float((by_quality / most)[quality - 1])
    if best >= FEWEST and fit >= (FIT if quality >= COARSE else COARSE_FIT) and quality <= BEST:
        return Rounding(quality, left, top, fit, True, best)
    by_quality = _near_tables(by_step)
    quality = int(by_quality.argmax()) + 1
    best, fit = float(by_quality[quality - 1]), float((by_quality / most)[quality - 1])
    if best >= FEWEST_NEAR and fit >= FIT_NEAR and COARSE < quality <= BEST:
        return Rounding(quality, left, top, fit, False, best)
    return None


def _near_tables(by_step: np.ndarray) -> np.ndarray:
    """Nats in favour of tables like libjpeg's at each quality: cameras and editors have their own."""
    nearby = np.stack(
        [
            by_step[:, max(1, int(step * LIKE)) : max(2, int(step / LIKE)) + 1].max(axis=1)
            - np.log(max(1, step / LIKE - step * LIKE))
            for step in range(1, STEEPEST + 1)
        ],
        axis=1,
    )
    by_quality: np.ndarray = nearby[np.arange(len(ALL)), tables()[:, ALL] - 1].sum(axis=1)
    return by_quality


def _likelihoods(squares: list[Place], top: int, left: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nats in favour of each quality and of each step of each frequency, and what each quality could have."""
    found = np.concatenate([coefficients(square.luma, top, left) for square in squares])
    clipped = np.concatenate([blocks(square.clipped, top, left).any(axis=(1, 2)) for square in squares])
    steps = tables()[:, ALL]
    parts = []
    most = np.full(100, 1e-9)
    for chosen, tooth in ((found[~clipped], TOOTH), (found[clipped], CLIPPED_TOOTH)):
        counts, clear = _histograms(chosen), int(CLEAR_OF_ZERO * tooth / BIN)
        far = _nats(counts[:, clear:], combs(tooth)[clear:])
        parts.append((_nats(counts[:, :clear], combs(tooth)[:clear]) + far, far, counts.sum(axis=1)))
        # What a coefficient on its tooth brings, less the half nat that lies in a tooth's width.
        sure = np.log(np.maximum(steps / (np.hypot(tooth, BIN / 3.5) * np.sqrt(2 * np.pi)), 1)) - 0.5
        most += np.maximum(sure, 0) @ counts.sum(axis=1)
    (uncut, uncut_far, sizes), (cut, cut_far, _) = parts
    by_step = uncut + cut
    each = np.arange(len(ALL))
    all_nats, far_nats, uncut_nats = (
        nats[each, steps].sum(axis=1) for nats in (by_step, uncut_far + cut_far, uncut)
    )
    by_quality = judged(all_nats, far_nats, uncut_nats, sizes.sum(), np.sum(~clipped))
    return by_quality, by_step, most


def _nats(counts: np.ndarray, likely: np.ndarray) -> np.ndarray:
    """`counts @ likely`, so few bins at a time that this thread computes them itself, as in `product`."""
    nats = np.zeros((len(counts), likely.shape[1]), np.float32)
    few = ALONE // nats.size
    for first in range(0, len(likely), few):
        part = counts[:, first : first + few]
        if part.any():
            nats += part @ likely[first : first + few]
    return nats


def _histograms(found: np.ndarray) -> np.ndarray:
    """How often each size occurs in each frequency, without the sizes that tell nothing."""
    places = (np.abs(found) * np.float32(1 / BIN) + np.float32(0.5)).astype(np.int32)
    np.minimum(places, BINS - 1, out=places)
    wide = found.shape[1]
    places += np.arange(wide, dtype=np.int32) * BINS
    counts = np.bincount(places.ravel(), minlength=wide * BINS).reshape(wide, BINS)
    counts[:, : int(SMALLEST / BIN)] = 0
    counts[:, -1] = 0
    return counts.astype(np.float32)
