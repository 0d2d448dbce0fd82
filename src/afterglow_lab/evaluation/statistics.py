"""What a handful of pictures allows us to say."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy import stats

RESAMPLES = 2000


@dataclass(frozen=True)
class Estimate:
    """A mean over pictures, and the interval that holds the true one in 95 of 100 such samples."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """How two restorers differ on the same pictures; `p` is the chance to see this were they alike."""

    difference: Estimate
    p: float
    wins: float  # share of pictures on which the first is better


def estimate(values: np.ndarray) -> Estimate:
    """The mean of `values` with its bias-corrected bootstrap interval."""
    mean = float(values.mean())
    if len(values) < 2 or np.ptp(values) == 0:
        return Estimate(mean, mean, mean)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two equal resamples; the percentile interval then serves
        interval = stats.bootstrap(
            (values,), np.mean, n_resamples=RESAMPLES, rng=np.random.default_rng(0), method="BCa"
        ).confidence_interval
        if not np.isfinite([interval.low, interval.high]).all():
            interval = stats.bootstrap(
                (values,), np.mean, n_resamples=RESAMPLES, rng=np.random.default_rng(0), method="percentile"
            ).confidence_interval
    return Estimate(mean, float(interval.low), float(interval.high))


def compare(ours: np.ndarray, theirs: np.ndarray) -> Comparison:
    """Two restorers' values on the same pictures, by Wilcoxon's signed-rank test."""
    difference = ours - theirs
    p = float(stats.wilcoxon(difference).pvalue) if difference.any() else 1.0
    return Comparison(estimate(difference), p, float((difference > 0).mean()))


def corrected(chances: list[float]) -> list[float]:
    """Holm's correction: what the chances are worth when so many tests were made."""
    order = np.argsort(chances)
    worth = np.empty(len(chances))
    largest = 0.0
    for rank, index in enumerate(order):
        largest = max(largest, min(1.0, chances[index] * (len(chances) - rank)))
        worth[index] = largest
    return worth.tolist()
