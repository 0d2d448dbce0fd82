"""Whether a picture got enough light."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from afterglow.score.sample import Place, places

PEAK = 0.999  # share of all pixels that are no brighter: a single hot pixel is no light


class Light(NamedTuple):
    """The brightest of any colour, 0 to 1; luma of the brightest places and the middle, and how far apart it is.

    Lamps, sky or one strong colour come near 1 in nearly every picture that got enough light, at night too.
    """

    peak: float
    highlights: float
    middle: float
    range: float


def light(pixels: np.ndarray) -> Light:
    """How bright a picture is."""
    return light_in(places(pixels))


def light_in(squares: list[Place]) -> Light:
    luma = np.concatenate([square.luma[::4, ::4].ravel() for square in squares]) / 255
    brightest = np.concatenate([square.brightest[::2, ::2].ravel() for square in squares])
    low, middle, high = np.quantile(luma, (0.01, 0.5, 0.995))
    return Light(float(np.quantile(brightest, PEAK)), float(high), float(middle), float(high - low))
