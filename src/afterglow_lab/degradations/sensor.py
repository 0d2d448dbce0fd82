"""How noisy a phone's sensor is.

A pixel counts photons, so its variance grows with the signal (shot noise), and reading it adds some more
(read noise), a little of it common to each row. Both grow with the ISO number.
"""

import math
from dataclasses import dataclass

import numpy as np

# Phone sensors measured by Plötz and Roth (2017) and summed up by Brooks et al. (2019): shot variance from
# 1e-4 to 1.2e-2 of full scale, and log(read variance) = 2.18 log(shot) + 1.20 ± 0.26. In proportion to the
# ISO number, as gain is, that range is ISO 100 to 12,000: a full well of 10,000 electrons at ISO 100.
SHOT_PER_ISO = 1e-6
READ_SLOPE, READ_OFFSET, READ_SPREAD = 2.18, 1.20, 0.26
# Rows differ by a tenth to a third of the read noise (Wei et al., 2020).
ROW_SHARE = (0.1, 0.35)
# Middle grey as light, and how much a small difference of light grows there in sRGB.
MIDDLE_GREY, SLOPE = 0.2, 1.2
FEW = 4


@dataclass(frozen=True)
class NoiseLevel:
    """`shot` is variance per unit of signal, `read` and `row` are standard deviations; full scale is 1."""

    shot: float
    read: float
    row: float = 0.0

    @property
    def visible(self) -> float:
        """The standard deviation of middle grey once it is sRGB."""
        return SLOPE * math.sqrt(self.shot * MIDDLE_GREY + self.read**2 + self.row**2)


def level_at(iso: float, rng: np.random.Generator) -> NoiseLevel:
    """The noise of one phone at an ISO number; phones differ in how well they read."""
    shot = SHOT_PER_ISO * iso
    read = np.exp((READ_SLOPE * np.log(shot) + READ_OFFSET + rng.normal(0, READ_SPREAD)) / 2)
    return NoiseLevel(shot, float(read), float(read * rng.uniform(*ROW_SHARE)))


def draw_iso(between: tuple[float, float], rng: np.random.Generator) -> float:
    """An ISO number, each doubling as likely as the next."""
    low, high = np.log(between)
    return float(np.exp(rng.uniform(low, high)))


def exposed(signal: np.ndarray, level: NoiseLevel, rng: np.random.Generator) -> np.ndarray:
    """What the sensor reads for H×W of light; it may be below zero."""
    photons = np.maximum(signal, 0) / np.float32(level.shot)
    draw = rng.standard_normal(signal.shape, np.float32)
    # A Poisson number with the right mean, spread and skew (Cornish-Fisher), at a quarter of the time …
    counted = photons + np.sqrt(photons) * draw + (draw**2 - 1) / 6
    # … except where so few photons arrive that it would often be below zero.
    few = photons < FEW
    counted[few] = rng.poisson(photons[few])
    read = rng.standard_normal(signal.shape, np.float32) * np.float32(level.read)
    rows = rng.standard_normal((signal.shape[0], 1), np.float32) * np.float32(level.row)
    seen: np.ndarray = counted * np.float32(level.shot) + read + rows
    return seen
