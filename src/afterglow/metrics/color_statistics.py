"""Colour in a few numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from afterglow.image.image import to_unit
from afterglow.metrics.color_spaces import to_hsv, to_lab

SPACES: dict[str, tuple[tuple[str, str, str], Callable[[np.ndarray], np.ndarray]]] = {
    "rgb": (("red", "green", "blue"), lambda unit: unit),
    "hsv": (("hue", "saturation", "value"), to_hsv),
    "lab": (("lightness", "green to red", "blue to yellow"), to_lab),
}


@dataclass(frozen=True)
class Statistics:
    """One channel of a picture: where its values lie, and how far they spread."""

    mean: float
    deviation: float
    skewness: float
    lowest: float
    median: float
    highest: float


def color_statistics(picture: np.ndarray) -> dict[str, dict[str, Statistics]]:
    """For each colour space, each channel's statistics; hue is in turns, L*a*b* in its own units."""
    unit = to_unit(picture)
    table = {}
    for space, (channels, convert) in SPACES.items():
        planes = np.moveaxis(convert(unit), -1, 0)
        table[space] = {name: _statistics(plane) for name, plane in zip(channels, planes, strict=True)}
    # Red lies at both ends of the hue circle, so its mean is that of directions.
    table["hsv"]["hue"] = _hue_statistics(to_hsv(unit))
    return table


def _statistics(plane: np.ndarray) -> Statistics:
    values = plane.astype(np.float64)
    mean, deviation = float(values.mean()), float(values.std())
    skewness = float(((values - mean) ** 3).mean()) / deviation**3 if deviation > 0 else 0.0
    lowest, median, highest = (float(n) for n in np.quantile(values, (0, 0.5, 1)))
    return Statistics(mean, deviation, skewness, lowest, median, highest)


def _hue_statistics(hsv: np.ndarray) -> Statistics:
    """Statistics of hue, each pixel counted by how colourful it is, in turns around the mean direction."""
    weight = (hsv[..., 1] * hsv[..., 2]).astype(np.float64)
    if not weight.any():
        return Statistics(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    angle = hsv[..., 0].astype(np.float64) * 2 * np.pi
    direction = np.average(np.exp(1j * angle), weights=weight)
    mean = float(np.angle(direction))
    off = ((angle - mean + np.pi) % (2 * np.pi) - np.pi) / (2 * np.pi)
    center = mean / (2 * np.pi) % 1
    deviation = math.sqrt(float(np.average(off**2, weights=weight)))
    skewness = float(np.average(off**3, weights=weight)) / deviation**3 if deviation > 0 else 0.0
    lowest, median, highest = (float(n) for n in np.quantile(off[weight > 0], (0, 0.5, 1)))
    return Statistics(center, deviation, skewness, center + lowest, center + median, center + highest)
