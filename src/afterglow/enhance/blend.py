"""Mixing two pictures of one size."""

from __future__ import annotations

import numpy as np

from afterglow.image.image import from_unit, to_unit
from afterglow.image.scratch import bands, release


def blend(before: np.ndarray, after: np.ndarray, strength: float, canvas: np.ndarray) -> None:
    """Fill `canvas` with `before` at strength 0, `after` at 1, and what lies between."""
    for top, bottom in bands(before.shape[0]):
        start, end = to_unit(before[top:bottom]), to_unit(after[top:bottom])
        canvas[top:bottom] = from_unit(start + np.float32(strength) * (end - start), canvas.dtype)
        for pixels in (before, after, canvas):
            release(pixels)
