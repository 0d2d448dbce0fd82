"""A picture's luma in a few places: as telling as the whole, at a price that does not grow with it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from afterglow.image.image import to_unit

LUMA = np.array([0.299, 0.587, 0.114], np.float32) * np.float32(255)
SIDE = 192  # of a place, in pixels; a multiple of JPEG's blocks
PLACES = 4  # along each side of a large picture


class Place(NamedTuple):
    """A square of luma, 0 to 255, its brightest colour, 0 to 1, and where any is as dark or bright as can be."""

    luma: np.ndarray
    brightest: np.ndarray
    clipped: np.ndarray


def places(pixels: np.ndarray, side: int = SIDE, most: int = PLACES) -> list[Place]:
    """Evenly spread squares, their corners on multiples of 8; all of a picture up to `most` times `side`."""
    rows, columns = pixels.shape[:2]
    tops, lefts = _starts(rows, side, most), _starts(columns, side, most)
    return [place(pixels[top : top + side, left : left + side]) for top in tops for left in lefts]


def visible(pixels: np.ndarray) -> np.ndarray:
    """Pixels as a screen shows them, 0 to 1; what is no number is black."""
    unit = to_unit(pixels)
    return unit if pixels.dtype != np.float32 else np.clip(np.nan_to_num(unit), 0, 1)


def place(pixels: np.ndarray) -> Place:
    """A square of pixels of any depth, as luma."""
    unit = visible(pixels)
    red, green, blue = unit[:, :, 0], unit[:, :, 1], unit[:, :, 2]
    # Colour by colour: a reduction over three values is ten times slower.
    darkest = np.minimum(np.minimum(red, green), blue)
    brightest = np.maximum(np.maximum(red, green), blue)
    return Place(unit @ LUMA, brightest, (darkest <= 0) | (brightest >= 1))


def luma(pixels: np.ndarray) -> np.ndarray:
    """BT.601 luma, 0 to 255, of pixels of any depth."""
    return np.asarray(visible(pixels) @ LUMA)


def _starts(length: int, side: int, most: int) -> list[int]:
    if length <= side * most:
        return list(range(0, max(length - 7, 1), side))
    return [int(start) // 8 * 8 for start in np.linspace(0, length - side, most)]


def crops(pixels: np.ndarray, side: int = 320, most: int = 3) -> list[np.ndarray]:
    """The whole of a small picture, or evenly spread squares of a large one."""
    rows, columns = pixels.shape[:2]
    if rows * columns <= 1.3 * (side * most) ** 2:
        return [pixels]
    tops, lefts = _starts(rows, side, most), _starts(columns, side, most)
    return [pixels[top : top + side, left : left + side] for top in tops for left in lefts]
