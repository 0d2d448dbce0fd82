"""A frame as the planes that calming works on: brightness in full, colour at half the size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

# Rows at a time: what one band needs stays in the processor's cache.
ROWS = 64

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
BLUE, RED = (np.array(unit, np.float32) - LUMA for unit in ((0, 0, 1), (1, 0, 0)))
# Two neighbours in a row, of two rows added, become their mean luma, blueness and redness.
HALVED = np.tile(np.stack([LUMA, BLUE, RED], axis=1), (2, 1)) / 4
# And back: what the two colours add to red, green and blue, for both neighbours.
WIDENED = np.tile(np.array([[0, -LUMA[2] / LUMA[1], 1], [1, -LUMA[0] / LUMA[1], 0]], np.float32), (1, 2))


class Planes(NamedTuple):
    """Unit values. `luma` has even sides; `half` is half as large: mean luma, blueness and redness."""

    luma: np.ndarray
    half: np.ndarray


def planes(pixels: np.ndarray) -> Planes:
    """A frame, its last row or column doubled where the sides are odd."""
    pixels = _even(pixels)
    height, width = pixels.shape[:2]
    luma = np.empty((height, width), np.float32)
    half = np.empty((height // 2, width // 2, 3), np.float32)
    unit = np.float32(1 / _white(pixels))
    for top in range(0, height, ROWS):
        band = pixels[top : top + ROWS].astype(np.float32)
        np.matmul(band, LUMA * unit, out=luma[top : top + ROWS])
        half[top // 2 : (top + ROWS) // 2] = _halved(band, unit)
    return Planes(luma, half)


def shifted(pixels: np.ndarray, luma: np.ndarray, colour: np.ndarray) -> np.ndarray:
    """`pixels` with unit values of luma added, and of the two colours at half the size."""
    height, width = pixels.shape[:2]
    result = np.empty_like(pixels)
    full = np.float32(_white(pixels))
    grey = np.full((1, 3), full, np.float32)
    for top in range(0, height, ROWS):
        band = luma[top : top + ROWS, :, None] @ grey
        tint = (colour[top // 2 : (top + ROWS) // 2] @ (WIDENED * full)).reshape(-1, band.shape[1], 3)
        band[0::2] += tint
        band[1::2] += tint
        rows = pixels[top : top + ROWS]
        band = band[: len(rows), :width]
        band += rows
        if pixels.dtype != np.float32:
            np.rint(band, out=band)
            np.clip(band, 0, full, out=band)
        result[top : top + ROWS] = band
    return result


def _white(pixels: np.ndarray) -> int:
    return 1 if pixels.dtype == np.float32 else int(np.iinfo(pixels.dtype).max)


def _even(pixels: np.ndarray) -> np.ndarray:
    odd = [(0, side % 2) for side in pixels.shape[:2]]
    return np.pad(pixels, [*odd, (0, 0)], mode="edge") if any(more for _, more in odd) else pixels


def _halved(band: np.ndarray, unit: np.float32) -> np.ndarray:
    rows, columns = len(band) // 2, band.shape[1] // 2
    return (band[0::2] + band[1::2]).reshape(rows, columns, 6) @ (HALVED * unit)
