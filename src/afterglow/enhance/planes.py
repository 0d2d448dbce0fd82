"""Between pixels as pictures hold them and planes as networks take them.

Both ways cost a few nanoseconds a pixel, one pass each: with bfloat16 a network may need only 70, so this counts.
"""

from __future__ import annotations

import numpy as np

from afterglow.image.image import FULL_SCALE

BAND = 32  # rows that stay in the processor's cache while they are worked on


def to_planes(pixels: np.ndarray) -> np.ndarray:
    """Rows × columns × 3 of any depth as 1 × 3 × rows × columns float32, 0 to 1."""
    planes = np.empty((1, 3, *pixels.shape[:2]), np.float32)
    np.multiply(pixels.transpose(2, 0, 1), np.float32(1 / FULL_SCALE[pixels.dtype]), out=planes[0])
    return planes


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
