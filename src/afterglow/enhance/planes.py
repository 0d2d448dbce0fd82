"""Between pixels as pictures hold them and planes as networks take them.

Both ways cost a few nanoseconds a pixel, one pass each: with bfloat16 a network may need only 70, so this counts.
"""

from __future__ import annotations

import numpy as np

from afterglow.enhance.hands import on_all_cores, parts_of
from afterglow.image.image import FULL_SCALE

BAND = 32  # rows that stay in the processor's cache while they are worked on
PART = 8 * BAND  # rows that are worth a hand of their own


def to_planes(pixels: np.ndarray, planes: np.ndarray) -> None:
    """Rows × columns × 3 of any depth as float32, 0 to 1, into `planes`, 1 × 3 × rows × columns."""
    colours, unit = pixels.transpose(2, 0, 1), np.float32(1 / FULL_SCALE[pixels.dtype])

    def convert(rows: slice) -> None:
        np.multiply(colours[:, rows], unit, out=planes[0, :, rows])

    on_all_cores(convert, parts_of(len(pixels), PART))


def lay_planes(planes: np.ndarray, place: np.ndarray) -> None:
    """Write 3 × rows × columns float32 planes into `place`, pixels of any depth; whole numbers are rounded."""
    if place.dtype == np.float32:
        place[...] = planes.transpose(1, 2, 0)
        return
    full = np.float32(FULL_SCALE[place.dtype])
    for channel in range(3):
        for top in range(0, len(place), BAND):
            scaled = planes[channel, top : top + BAND] * full
            scaled += np.float32(0.5)
            np.clip(scaled, 0, full, out=scaled)
            place[top : top + BAND, :, channel] = scaled
