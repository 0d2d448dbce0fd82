"""Peak signal-to-noise ratio."""

from __future__ import annotations

import math

import numpy as np

from afterglow.metrics.bands import bands
from afterglow.metrics.luma import studio_luma
from afterglow.metrics.pair import comparable


def psnr(picture: np.ndarray, reference: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB over all pixels and channels; infinite for equal pictures."""
    return decibels(mean_square(*comparable(picture, reference)))


def psnr_y(picture: np.ndarray, reference: np.ndarray) -> float:
    """The same on BT.601 luma in studio range, as papers on upscaling count."""
    unit, wanted = comparable(picture, reference)
    return decibels(mean_square(studio_luma(unit), studio_luma(wanted)))


def mean_square(unit: np.ndarray, wanted: np.ndarray) -> float:
    """The mean squared difference of two arrays of one shape."""
    total = 0.0
    for rows in bands(len(unit)):
        difference = unit[rows].astype(np.float64) - wanted[rows]
        total += float(np.vdot(difference, difference))
    return total / unit.size


def decibels(error: float) -> float:
    """A mean squared error of unit pixels as a ratio to full scale."""
    return math.inf if error == 0 else -10 * math.log10(error)
