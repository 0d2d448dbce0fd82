"""Structural similarity (Wang et al., “Image Quality Assessment: From Error Visibility to Structural
Similarity”, 2004)."""

from __future__ import annotations

import numpy as np

from afterglow.metrics.bands import bands
from afterglow.metrics.pair import comparable
from afterglow.metrics.smoothing import gaussian_window, smooth

WINDOW = gaussian_window(11, 1.5)
LUMINANCE_FLOOR = 0.01**2
STRUCTURE_FLOOR = 0.03**2


def ssim(picture: np.ndarray, reference: np.ndarray) -> float:
    """Mean structural similarity of the RGB channels, 1 for equal pictures."""
    similarity, _ = similarities(*comparable(picture, reference))
    return float(similarity.mean())


def similarities(unit: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each channel, mean structural similarity, and its contrast and structure terms alone."""
    unit, wanted = _grown(unit), _grown(wanted)
    margin = len(WINDOW) - 1
    whole, structure = np.zeros(unit.shape[2]), np.zeros(unit.shape[2])
    for rows in bands(len(unit), margin):
        for total, local in zip((whole, structure), _local(unit[rows], wanted[rows]), strict=True):
            total += local.sum(axis=(0, 1), dtype=np.float64)
    places = (unit.shape[0] - margin) * (unit.shape[1] - margin)
    return whole / places, structure / places


def _local(unit: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    # Variances are differences of two squares; centred on gray, those are small enough for float32.
    a, b = unit - np.float32(0.5), wanted - np.float32(0.5)
    mean_a, mean_b = smooth(a, WINDOW), smooth(b, WINDOW)
    variances = smooth(a * a + b * b, WINDOW) - mean_a * mean_a - mean_b * mean_b
    covariance = smooth(a * b, WINDOW) - mean_a * mean_b
    structure = (2 * covariance + STRUCTURE_FLOOR) / (variances + STRUCTURE_FLOOR)
    mean_a += np.float32(0.5)
    mean_b += np.float32(0.5)
    luminance = (2 * mean_a * mean_b + LUMINANCE_FLOOR) / (mean_a**2 + mean_b**2 + LUMINANCE_FLOOR)
    return luminance * structure, structure


def _grown(unit: np.ndarray) -> np.ndarray:
    """A picture smaller than the window, mirrored until it fits once."""
    lacking = [max(len(WINDOW) - side, 0) for side in unit.shape[:2]]
    if not any(lacking):
        return unit
    return np.pad(unit, [(n // 2, n - n // 2) for n in lacking] + [(0, 0)], mode="symmetric")
