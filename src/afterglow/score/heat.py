"""Where two pictures differ, and how much, as colours."""

from __future__ import annotations

import numpy as np

from afterglow.image.image import to_unit

# From no difference to the most, evenly brighter so that it also reads in gray.
COLOURS = np.array(
    [(0, 0, 0), (45, 12, 80), (120, 25, 110), (195, 55, 75), (240, 115, 30), (252, 190, 40), (255, 255, 220)],
    np.float32,
)


def heat_map(picture: np.ndarray, other: np.ndarray, gain: float = 5.0) -> np.ndarray:
    """The mean difference of the colour channels times `gain`, as 8-bit RGB from black over red to white."""
    rows = len(picture)
    drawn = np.empty((*picture.shape[:2], 3), np.uint8)
    for top in range(0, rows, 256):
        part = slice(top, top + 256)
        difference = np.abs(to_unit(picture[part]) - to_unit(other[part])).mean(axis=2)
        drawn[part] = coloured(difference * np.float32(gain))
    return drawn


def coloured(shares: np.ndarray) -> np.ndarray:
    """Values of 0 to 1 as 8-bit RGB; what lies beyond is cut."""
    places = np.clip(np.nan_to_num(shares), 0, 1) * (len(COLOURS) - 1)
    below = np.minimum(places.astype(np.intp), len(COLOURS) - 2)
    share = (places - below)[..., None]
    mixed = COLOURS[below] * (1 - share) + COLOURS[below + 1] * share
    return np.asarray(np.rint(mixed), np.uint8)


def score_map(scores: np.ndarray, rows: int, columns: int, cell: int) -> np.ndarray:
    """The score of each cell as a picture of the original's size: the darker, the better."""
    drawn = coloured(1 - scores / 100).repeat(cell, axis=0).repeat(cell, axis=1)
    return np.ascontiguousarray(drawn[:rows, :columns])
