"""Enlarging and shrinking by interpolation, as MATLAB's imresize does it: published numbers rest on that."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Kernel = Callable[[np.ndarray], np.ndarray]


def bicubic(unit: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """A picture at rows × columns by bicubic interpolation (a = -0.5), antialiased where it shrinks."""
    return _resized(unit, shape, _cubic, reach=2)


def lanczos(unit: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The same by Lanczos interpolation over three lobes."""
    return _resized(unit, shape, _three_lobes, reach=3)


def _resized(unit: np.ndarray, shape: tuple[int, int], kernel: Kernel, reach: int) -> np.ndarray:
    upright = _resized_rows(unit.astype(np.float32, copy=False), shape[0], kernel, reach)
    return _resized_rows(upright.swapaxes(0, 1), shape[1], kernel, reach).swapaxes(0, 1)


def _resized_rows(unit: np.ndarray, rows: int, kernel: Kernel, reach: int) -> np.ndarray:
    scale = rows / len(unit)
    stretch = max(1 / scale, 1.0)
    center = (np.arange(rows) + 0.5) / scale - 0.5
    first = np.floor(center - reach * stretch).astype(int) + 1
    places = first[:, None] + np.arange(int(np.ceil(2 * reach * stretch)))
    weights = kernel((places - center[:, None]) / stretch)
    weights /= weights.sum(axis=1, keepdims=True)
    # Beyond its border the picture goes on mirrored, the border pixel twice.
    mirrored = places % (2 * len(unit))
    mirrored = np.minimum(mirrored, 2 * len(unit) - 1 - mirrored)
    resized = np.zeros((rows, *unit.shape[1:]), np.float32)
    for place, weight in zip(mirrored.T, weights.T.astype(np.float32), strict=True):
        resized += unit[place] * weight[:, None, None]
    return resized


def _cubic(distance: np.ndarray) -> np.ndarray:
    x = np.abs(distance)
    near = 1.5 * x**3 - 2.5 * x**2 + 1
    far = -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return np.where(x <= 1, near, np.where(x < 2, far, 0))


def _three_lobes(distance: np.ndarray) -> np.ndarray:
    return np.where(np.abs(distance) < 3, np.sinc(distance) * np.sinc(distance / 3), 0)
