"""Signal-to-noise ratio."""

from __future__ import annotations

import math

import numpy as np

from afterglow.metrics.bands import bands
from afterglow.metrics.pair import comparable


def snr(picture: np.ndarray, reference: np.ndarray) -> float:
    """Standard deviation of the reference over that of the difference; infinite where that is constant."""
    unit, wanted = comparable(picture, reference)
    noise = _deviation(unit - wanted)
    return _deviation(wanted) / noise if noise > 0 else math.inf


def _deviation(values: np.ndarray) -> float:
    mean = float(values.mean(dtype=np.float64))
    squares = 0.0
    for rows in bands(len(values)):
        distance = values[rows].astype(np.float64) - mean
        squares += float(np.vdot(distance, distance))
    return math.sqrt(squares / values.size)
