"""Keeping shadows from being crushed to black and lights from being burnt out to white."""

from __future__ import annotations

import numpy as np

from afterglow.image.image import FULL_SCALE

HELD = frozenset({"jpeg-photo", "night", "phone", "mosaic-art"})
"""Tasks whose models would cut off shadows or lights of some photographs. Those against JPEG in drawings hardly do, and
there the paper between the lines is to be white again."""

BAND = 16  # rows that stay in the processor's cache while they are worked on


def hold_ends(before: np.ndarray, after: np.ndarray) -> None:
    """Lift what is newly black in `after`, or newly white, by one step; numbers without steps have no ends."""
    if after.dtype == np.float32:
        return
    white = int(FULL_SCALE[after.dtype])
    for top in range(0, len(after), BAND):
        was, now = before[top : top + BAND], after[top : top + BAND]
        # Most bands have no value at an end, which is seen in a tenth of the time.
        if now.min() == 0:
            now += (now == 0) & (was != 0)
        if now.max() == white:
            now -= (now == white) & (was != white)
