"""How well histograms of frequencies fit JPEG's tables: a step leaves teeth in them like those of a comb."""

from __future__ import annotations

from functools import cache

import numpy as np

from afterglow.score.frequencies import BLOCK

BIN = 0.2  # width of a histogram's bin, in units of an orthonormal DCT of 0…255
BINS = 2048
SMALLEST = 1.5  # smaller coefficients are as often rounding noise of flat places as teeth
CLEAR_OF_ZERO = 3.5  # tooth widths; noise where white is cut off lies nearer to zero, and fits any wide comb
TOOTH = 0.42  # standard deviation of a tooth, from rounding YCbCr and RGB to 8 bits; measured
CLIPPED_TOOTH = 2.5  # in blocks where colours beyond black or white were cut off
FAR_TEETH = 4  # widths from which a tooth is not felt any more
STRAY = 0.04  # share of coefficients that clipping or editing moved anywhere
BESIDE = -2.0  # nats of a coefficient, on average, where most lie between the teeth
AGAINST = 0.4  # how much more what lies between the teeth counts, where it is clear of zero
STEEPEST = 255  # the widest step looked for
LOWEST = 5  # below, most steps are as wide as a comb can be, and flat or noisy pictures look like one

# The luma table of the JPEG standard's annex K, in rows.
STANDARD = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ]
)
# The one for colours; all its other steps are 99.
STANDARD_CHROMA = np.full((BLOCK, BLOCK), 99)
STANDARD_CHROMA[:4, :4] = [[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]]


def table(quality: int) -> np.ndarray:
    """The luma steps of libjpeg at a quality of 1 to 100, 8×8."""
    return _scaled(STANDARD, quality)


def chroma_table(quality: int) -> np.ndarray:
    """The steps of both colour differences, likewise."""
    return _scaled(STANDARD_CHROMA, quality)


def _scaled(standard: np.ndarray, quality: int) -> np.ndarray:
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    return np.clip((standard * scale + 50) // 100, 1, 255).astype(int)


def judged(
    nats: np.ndarray, clear: np.ndarray, uncut: np.ndarray, size: np.ndarray, whole: np.ndarray
) -> np.ndarray:
    """Nats in favour of each quality, the last axis, from those of all coefficients and what speaks against them.

    `clear` are the nats of what is clear of zero, `uncut` those of blocks without black or white. That many
    coefficients are looked at in them, their `size`, and so many `whole` blocks there are.
    """
    by_quality: np.ndarray = nats + AGAINST * np.minimum(clear, 0)
    # Noise on ground that is cut off lies near zero, where every wide step has a tooth: other blocks know better.
    size, whole = np.asarray(size)[..., None], np.asarray(whole)[..., None]
    by_quality[(size > whole) & (uncut < BESIDE * size)] = -np.inf
    by_quality[..., : LOWEST - 1] = -np.inf
    return by_quality


@cache
def tables() -> np.ndarray:
    """The luma steps of each quality from 1 on, qualities × frequencies."""
    return np.stack([table(quality).ravel() for quality in range(1, 101)])


@cache
def combs(tooth: float) -> np.ndarray:
    """For each bin, the log likelihood under a comb of each step, 0 to STEEPEST, beside no comb."""
    values = np.arange(BINS) * BIN
    width = np.hypot(tooth, BIN / 3.5)  # a bin blurs the tooth a little
    likelihoods = np.zeros((BINS, STEEPEST + 1), np.float32)
    for step in range(1, STEEPEST + 1):
        beside = np.abs(values - np.rint(values / step) * step)
        reach = int(np.ceil(FAR_TEETH * width / step))
        teeth = sum(np.exp(-0.5 * ((beside + n * step) / width) ** 2) for n in range(-reach, reach + 1))
        density = step * teeth / (width * np.sqrt(2 * np.pi))
        likelihoods[:, step] = np.log((1 - STRAY) * density + STRAY)
    return likelihoods
