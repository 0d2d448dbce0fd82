"""Whether a picture got enough light."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from afterglow.image import bands, from_unit, new_canvas, release
from afterglow.score.sample import Place, places, visible

PEAK = 0.999  # share of all pixels that are no brighter: a single hot pixel is no light

FULL = 0.92  # the peak of a picture that got enough light
GAMMA = 2.2
STOPS = (0.0, 0.2, 0.5, 1.0, 2.0, 3.0, 4.0)
WORTH = (1.0, 0.97, 0.89, 0.75, 0.5, 0.31, 0.17)
"""What is left of a picture's points when so many stops of light are missing; our judgement."""


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


def stops_missing(found: Light) -> float:
    """How many stops of light a picture lacks, by its peak."""
    return max(0.0, float(GAMMA * np.log2(FULL / max(found.peak, 1e-3))))


def worth(stops: float) -> float:
    """The share of its points that a picture keeps when it lacks so much light, never quite 0."""
    return float(np.interp(stops, STOPS, WORTH)) * min(1.0, STOPS[-1] / max(stops, STOPS[-1]))


def brightened(pixels: np.ndarray, stops: float) -> np.ndarray:
    """The same pixels with so much more light."""
    factor = np.float32(2 ** (stops / GAMMA))
    canvas = new_canvas(pixels.shape, pixels.dtype)
    for top, bottom in bands(len(pixels)):
        canvas[top:bottom] = from_unit(np.minimum(visible(pixels[top:bottom]) * factor, 1), canvas.dtype)
        release(canvas)
        release(pixels)
    return canvas
