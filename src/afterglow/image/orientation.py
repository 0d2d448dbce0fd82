"""Turning pictures upright: the eight ways a camera can have been held."""

from __future__ import annotations

import numpy as np

from afterglow.image.geometry import Size

UPRIGHT = 1

SWAPS_SIDES = frozenset({5, 6, 7, 8})
"""Orientations, as EXIF counts them, whose upright picture is as wide as the stored one is tall."""


def upright_size(stored: Size, orientation: int) -> Size:
    """How large a stored picture is once it stands upright."""
    return Size(stored.height, stored.width) if orientation in SWAPS_SIDES else stored


def turned_view(canvas: np.ndarray, orientation: int) -> np.ndarray:
    """An upright canvas seen in the stored order of rows and columns: what is laid there lands upright."""
    view = canvas.swapaxes(0, 1) if orientation in SWAPS_SIDES else canvas
    if orientation in (3, 4, 6, 7):
        view = view[::-1]
    if orientation in (2, 3, 7, 8):
        view = view[:, ::-1]
    return view
