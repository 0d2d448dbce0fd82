"""Whether a picture got enough light."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from afterglow.score.sample import places


class Light(NamedTuple):
    """Luma, 0 to 1: that of the brightest places, the middle, and how far apart bright and dark are."""

    highlights: float
    middle: float
    range: float


def light(pixels: np.ndarray) -> Light:
    """How bright a picture is."""
    values = np.concatenate([square.luma[::4, ::4].ravel() for square in places(pixels)]) / 255
    low, middle, high = np.quantile(values, (0.01, 0.5, 0.995))
    return Light(float(high), float(middle), float(high - low))
