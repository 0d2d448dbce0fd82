"""What tells drawings from photographs: few colours, and areas without any texture."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from afterglow.score.sample import crops, visible

SHADES = 16  # steps of each colour in which colours are counted
FEW = 16  # colours
SAME = 1 / 255  # steps between neighbours up to which an area has no texture


class Drawing(NamedTuple):
    """The share of pixels in the most frequent colours, and of neighbours that hardly differ."""

    palette: float
    flat: float


def drawing(pixels: np.ndarray) -> Drawing:
    """How much a picture is like a drawing."""
    squares = [visible(crop[::2, ::2]) for crop in crops(pixels)]
    colours = np.concatenate([square.reshape(-1, 3) for square in squares])
    steps = np.clip(colours * SHADES, 0, SHADES - 1).astype(np.intp)
    counts = np.bincount(steps @ np.array([SHADES**2, SHADES, 1]), minlength=SHADES**3)
    palette = np.partition(counts, -FEW)[-FEW:].sum() / counts.sum()
    # Both ways, so that a picture is as flat when it is turned.
    same = [np.abs(np.diff(square, axis=axis)).max(axis=2) <= SAME for square in squares for axis in (0, 1)]
    shares = [share.mean() for share in same if share.size]
    flat = np.mean(shares) if shares else 1.0
    return Drawing(float(palette), float(flat))
