"""An earlier JPEG compression found below the last: steps of its table that the last rounding left gaps by.

What was rounded to multiples of one step and then of another stands unevenly on the second's multiples: some
are the nearest of two of the first's, some of none. Each frequency's histogram is held against that pattern for
every earlier table, beside a smooth one. Only compressions on one grid show; a cropped picture starts anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from afterglow.score.combs import table
from afterglow.score.frequencies import SLOW, coefficients
from afterglow.score.quantisation import Rounding
from afterglow.score.sample import Place

MULTIPLES = 40  # of the last step, beyond which a histogram is too thin
SPREAD = 0.6  # of coefficients about the first's multiples, from rounding to 8 bits between the two
STRAY = 0.08  # share of coefficients that stand anywhere
FEWEST = 200.0  # nats in favour of an earlier table: pictures compressed once reach 170 by chance
LOWEST, HIGHEST = 20, 96  # earlier qualities that are looked for
APART = 3  # qualities between the two, below which both are as good as one
DECAYS = np.array([0.05, 0.1, 0.2, 0.35, 0.6, 1.0, 1.6])  # of a smooth histogram, per multiple
BENDS = np.array([0.5, 0.75, 1.0])


@dataclass(frozen=True)
class Earlier:
    """The quality of a compression before the last, and how many nats speak for it."""

    quality: int
    evidence: float


def earlier(squares: list[Place], last: Rounding) -> Earlier | None:
    """The compression before the last, or None where none can be told."""
    if not last.standard:
        return None
    steps = table(last.quality).ravel()[SLOW]
    found = [
        coefficients(square.luma, last.top, last.left, SLOW)
        for square in squares
        if min(square.luma.shape) >= 16
    ]
    if not found:
        return None
    multiples = np.rint(np.abs(np.concatenate(found)) / steps).astype(int)
    counts = np.stack(
        [np.bincount(column[column <= MULTIPLES], minlength=MULTIPLES + 1) for column in multiples.T]
    )
    counts[:, 0] = 0
    even = [_likelihood(row, np.ones(MULTIPLES + 1)) for row in counts]
    nats = np.array([_favour(counts, steps, even, quality) for quality in range(LOWEST, HIGHEST + 1)])
    nats[max(0, last.quality - APART - LOWEST + 1) : last.quality + APART - LOWEST] = 0
    best = int(nats.argmax())
    return Earlier(LOWEST + best, float(nats[best])) if nats[best] >= FEWEST else None


def _favour(counts: np.ndarray, steps: np.ndarray, even: list[float], quality: int) -> float:
    """Nats in favour of an earlier table of this quality over none, of all frequencies."""
    firsts = table(quality).ravel()[SLOW]
    return sum(
        _likelihood(row, _pattern(int(first), int(last))) - smooth
        for row, smooth, first, last in zip(counts, even, firsts, steps, strict=True)
        if first != last
    )


def _likelihood(counts: np.ndarray, pattern: np.ndarray) -> float:
    """The log likelihood of a histogram under the smooth shape that, times the pattern, fits best."""
    shapes = _smooth() * pattern[1:]
    shares = shapes / shapes.sum(axis=1, keepdims=True)
    return float((np.log(shares + 1e-12) @ counts[1:]).max())


@cache
def _smooth() -> np.ndarray:
    places = np.arange(1, MULTIPLES + 1)
    return np.stack([np.exp(-decay * places**bend) for decay in DECAYS for bend in BENDS])


@cache
def _pattern(first: int, last: int) -> np.ndarray:
    """How many more or fewer than evenly stand on each multiple of the last step."""
    edges = (np.arange(MULTIPLES + 2) - 0.5) * last
    teeth = np.arange(0, int(edges[-1] / first) + 2) * first
    below = _normal((edges[:, None] - teeth) / SPREAD).sum(axis=1)
    even: np.ndarray = np.diff(below) * first / last
    return (1 - STRAY) * even + STRAY


def _normal(deviations: np.ndarray) -> np.ndarray:
    """The share of a normal distribution below so many standard deviations, near enough."""
    return np.asarray(1 / (1 + np.exp(np.clip(-1.702 * deviations, -50, 50))))
