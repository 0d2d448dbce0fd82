"""PSNR that also counts blockiness (Yim and Bovik, “Quality Assessment of Deblocked Images”, 2011)."""

from __future__ import annotations

import math

import numpy as np

from afterglow.metrics.bands import bands
from afterglow.metrics.pair import comparable
from afterglow.metrics.psnr import decibels, mean_square

BLOCK = 8  # JPEG's grid, which starts at the top left pixel


def psnr_b(picture: np.ndarray, reference: np.ndarray) -> float:
    """PSNR in dB with the blocking effect of `picture` on an 8×8 grid added to the error, over RGB."""
    unit, wanted = comparable(picture, reference)
    return decibels(mean_square(unit, wanted) + float(blocking_effect(unit).mean()))


def blocking_effect(unit: np.ndarray) -> np.ndarray:
    """For each channel, how much larger squared steps are across block edges than inside blocks."""
    sums = np.zeros((2, unit.shape[2]))
    counts = np.zeros(2)
    for steps in (_steps(unit), _steps(unit.swapaxes(0, 1))):
        # Step number 7 leads from the last row of the first block to the first row of the second.
        on_edge = np.arange(len(steps)) % BLOCK == BLOCK - 1
        for side, chosen in enumerate((on_edge, ~on_edge)):
            sums[side] += steps[chosen].sum(axis=0)
            counts[side] += np.count_nonzero(chosen) * unit.size / unit.shape[2] / (len(steps) + 1)
    if not counts.all():
        return np.zeros(unit.shape[2])
    across, inside = sums / counts[:, None]
    weight = math.log2(BLOCK) / math.log2(min(unit.shape[:2])) if min(unit.shape[:2]) > 1 else 1.0
    effect: np.ndarray = np.maximum(across - inside, 0) * weight
    return effect


def _steps(unit: np.ndarray) -> np.ndarray:
    """Squared steps from each row to the next, summed along the row, for each channel."""
    sums = np.zeros((len(unit) - 1, unit.shape[2]))
    for rows in bands(len(unit), margin=1):
        steps = np.diff(unit[rows], axis=0)
        sums[rows.start : rows.stop - 1] = np.einsum("yxc,yxc->yc", steps, steps, dtype=np.float64)
    return sums
