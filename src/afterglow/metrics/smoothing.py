"""Gaussian smoothing without borders, for metrics that look through a window."""

from __future__ import annotations

import numpy as np


def gaussian_window(width: int, sigma: float) -> np.ndarray:
    """`width` weights of a Gaussian that sum to 1; `width` is odd."""
    distance = np.arange(width) - width // 2
    weights: np.ndarray = np.exp(-0.5 * (distance / sigma) ** 2)
    weights /= weights.sum()
    return weights.astype(np.float32)


def smooth(planes: np.ndarray, window: np.ndarray) -> np.ndarray:
    """Rows × columns × channels seen through a symmetric window, where it fits entirely."""
    rows, columns, channels = planes.shape
    upright = _smooth_rows(planes.reshape(rows, columns * channels), window)
    # Channels lie side by side, so the neighbour to the right is `channels` numbers away.
    across = _smooth_rows(upright.reshape(len(upright), columns, channels).swapaxes(0, 1), window)
    return across.swapaxes(0, 1)


def _smooth_rows(planes: np.ndarray, window: np.ndarray) -> np.ndarray:
    width, middle = len(window), len(window) // 2
    height = len(planes) - width + 1
    total: np.ndarray = planes[middle : middle + height] * window[middle]
    for step in range(middle):
        pair = planes[step : step + height] + planes[width - 1 - step : width - 1 - step + height]
        pair *= window[step]
        total += pair
    return total
