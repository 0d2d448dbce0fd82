"""A frame as the planes that calming works on: brightness in full, colour at half the size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from afterglow.video.layout import pixels_of, planes_of

# Rows at a time: what one band needs stays in the processor's cache.
ROWS = 64

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
BLUE, RED = (np.array(unit, np.float32) - LUMA for unit in ((0, 0, 1), (1, 0, 0)))
# Four neighbours added become their mean luma, blueness and redness.
HALVED = np.stack([LUMA, BLUE, RED]) / 4
# And back: what the two colours add to red, green and blue.
WIDENED = np.array([[0, 1], [-LUMA[2] / LUMA[1], -LUMA[0] / LUMA[1]], [1, 0]], np.float32)


class Planes(NamedTuple):
    """Unit values. `luma` has even sides; `half` is half as large: mean luma, blueness and redness."""

    luma: np.ndarray
    half: np.ndarray


def planes(pixels: np.ndarray) -> Planes:
    """A frame, its last row or column doubled where the sides are odd."""
    stack = planes_of(_even(pixels))
    height, width = stack.shape[1:]
    luma = np.empty((height, width), np.float32)
    half = np.empty((height // 2, width // 2, 3), np.float32)
    unit = np.float32(1 / _white(pixels))
    for top in range(0, height, ROWS):
        band = stack[:, top : top + ROWS].astype(np.float32)
        np.matmul(LUMA * unit, band.reshape(3, -1), out=luma[top : top + ROWS].reshape(-1))
        half[top // 2 : (top + ROWS) // 2] = _halved(band, unit)
    return Planes(luma, half)


def shifted(pixels: np.ndarray, luma: np.ndarray, colours: list[np.ndarray]) -> np.ndarray:
    """`pixels` with unit values of luma added, and of blueness and redness at half the size."""
    stack = planes_of(pixels)
    height, width = stack.shape[1:]
    result = np.empty_like(stack)
    full = np.float32(_white(pixels))
    for top in range(0, height, ROWS):
        tint = np.stack([colour[top // 2 : (top + ROWS) // 2].ravel() for colour in colours])
        shift = ((WIDENED * full) @ tint).reshape(3, -1, 1, luma.shape[1] // 2).repeat(2, axis=3)
        band = shift + (luma[top : top + ROWS] * full).reshape(1, -1, 2, luma.shape[1])
        rows = stack[:, top : top + ROWS]
        band = band.reshape(3, -1, luma.shape[1])[:, : rows.shape[1], :width]
        band += rows
        if pixels.dtype != np.float32:
            np.rint(band, out=band)
            np.clip(band, 0, full, out=band)
        result[:, top : top + ROWS] = band
    return pixels_of(result)


def _white(pixels: np.ndarray) -> int:
    return 1 if pixels.dtype == np.float32 else int(np.iinfo(pixels.dtype).max)


def _even(pixels: np.ndarray) -> np.ndarray:
    odd = [(0, side % 2) for side in pixels.shape[:2]]
    return np.pad(pixels, [*odd, (0, 0)], mode="edge") if any(more for _, more in odd) else pixels


def _halved(band: np.ndarray, unit: np.float32) -> np.ndarray:
    rows = band[:, 0::2] + band[:, 1::2]
    four = rows[:, :, 0::2] + rows[:, :, 1::2]
    return ((HALVED * unit) @ four.reshape(3, -1)).T.reshape(*four.shape[1:], 3)
