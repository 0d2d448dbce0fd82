"""Structural similarity at several scales (Wang, Simoncelli and Bovik, “Multiscale Structural Similarity for
Image Quality Assessment”, 2003)."""

from __future__ import annotations

import numpy as np

from afterglow.metrics.pair import comparable
from afterglow.metrics.ssim import WINDOW, similarities

WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)


def ms_ssim(picture: np.ndarray, reference: np.ndarray) -> float:
    """Structural similarity over five scales, mean of the RGB channels, 1 for equal pictures.

    A picture too small for five scales is judged at as many as fit, their weights made to sum to the same.
    """
    unit, wanted = comparable(picture, reference)
    weights = np.array(WEIGHTS[: _scales(min(unit.shape[:2]))])
    weights *= sum(WEIGHTS) / weights.sum()
    product = np.ones(unit.shape[2])
    for scale, weight in enumerate(weights):
        whole, structure = similarities(unit, wanted)
        term = whole if scale == len(weights) - 1 else structure
        product *= np.maximum(term, 0) ** weight  # no power of a negative number; such pictures are unlike
        unit, wanted = _halved(unit), _halved(wanted)
    return float(product.mean())


def _scales(side: int) -> int:
    """How often a picture can be halved and still hold the window."""
    fitting = [n for n in range(len(WEIGHTS)) if -(-side // 2**n) >= len(WINDOW)]
    return max(len(fitting), 1)


def _halved(unit: np.ndarray) -> np.ndarray:
    """The mean of each 2×2 pixels; an odd last row or column counts twice."""
    rows, columns = unit.shape[:2]
    even = np.pad(unit, ((0, rows % 2), (0, columns % 2), (0, 0)), mode="edge")
    quarters: np.ndarray = even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]
    quarters *= np.float32(0.25)
    return quarters
