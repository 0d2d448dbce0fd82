"""Colours that go together."""

import colorsys
from dataclasses import dataclass

import numpy as np

from afterglow_lab.data.drawings.canvas import Colour


@dataclass(frozen=True)
class Palette:
    """The colours of one drawing; `line` is what outlines are drawn with."""

    paper: Colour
    line: Colour
    main: tuple[Colour, ...]
    light: Colour
    dark: Colour


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """A colour by hue, saturation and value, all 0 to 1; hues go round."""
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, min(max(saturation, 0), 1), min(max(value, 0), 1))
    return red * 255, green * 255, blue * 255


def palette(rng: np.random.Generator) -> Palette:
    """A harmony: neighbours on the colour wheel, opposites, or a triad, vivid or pastel."""
    hue = rng.uniform()
    steps = [(0, 0.06, 0.12, 0.5), (0, 0.5, 0.45, 0.05), (0, 1 / 3, 2 / 3, 0.1), (0, 0.08, 0.55, 0.62)]
    offsets = steps[int(rng.integers(len(steps)))]
    vivid = rng.uniform(0.25, 1.0)
    bright = rng.uniform(0.65, 1.0)
    main = tuple(
        hsv(hue + offset, vivid * rng.uniform(0.7, 1), bright * rng.uniform(0.75, 1)) for offset in offsets
    )
    return Palette(
        paper=hsv(hue + 0.1, rng.uniform(0, 0.15), rng.uniform(0.92, 1)),
        line=hsv(hue, rng.uniform(0, 0.7), rng.uniform(0, 0.25)),
        main=main,
        light=hsv(hue + 0.08, 0.12, 1),
        dark=hsv(hue + 0.55, 0.5, 0.25),
    )


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """`share` of the second colour in the first."""
    red, green, blue = (x + (y - x) * share for x, y in zip(a, b, strict=True))
    return red, green, blue


def shaded(colour: Colour, rng: np.random.Generator) -> Colour:
    """The cel-shading shadow of a colour: darker, a little bluer, a little stronger."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in colour))
    towards = 0.02 if 0.17 < hue < 0.65 else -0.02
    return hsv(hue + towards, saturation * 1.15 + 0.06, value * rng.uniform(0.68, 0.82))


SKINS: tuple[Colour, ...] = (
    (255, 228, 210),
    (252, 215, 190),
    (240, 194, 160),
    (214, 160, 122),
    (168, 116, 84),
    (122, 82, 62),
)
