"""Whether a picture's colours have moved as a whole."""

from __future__ import annotations

import numpy as np

from afterglow.metrics.color_spaces import to_lab
from afterglow.metrics.delta_e import ciede2000
from afterglow.metrics.pair import comparable

BLOCK = 32  # pixels: noise averages out over this, a tint does not


def color_shift(picture: np.ndarray, reference: np.ndarray) -> float:
    """Mean ΔE2000 between the mean colours of blocks, so that noise does not count but a tint does."""
    unit, wanted = comparable(picture, reference)
    return float(ciede2000(to_lab(_blocks(unit)), to_lab(_blocks(wanted))).mean())


def _blocks(unit: np.ndarray) -> np.ndarray:
    tops, lefts = (np.arange(0, side, BLOCK) for side in unit.shape[:2])
    sums = np.add.reduceat(np.add.reduceat(unit, tops, axis=0, dtype=np.float64), lefts, axis=1)
    heights = np.diff(tops, append=unit.shape[0])
    widths = np.diff(lefts, append=unit.shape[1])
    means: np.ndarray = sums / (heights[:, None] * widths)[..., None]
    return means
