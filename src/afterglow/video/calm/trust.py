"""How far a remembered picture can be believed, from what it leaves unexplained beside the noise."""

from __future__ import annotations

import numpy as np

BLOCK = 8  # pixels along a square whose mean is taken
SMOOTHEST = 0.02  # of the squares show noise alone
DARKEST, BRIGHTEST = 6 / 255, 249 / 255  # means of squares beyond which noise is cut off
# Drawn scenes without any noise are told to have a standard deviation of up to 0.9 in 255.
UNSEEN = (1 / 255) ** 2
ROUNDING = (0.1 / 255) ** 2


def trust(gap: np.ndarray, noise: float) -> np.ndarray:
    """1 where the squared difference `gap` is no more than `noise` explains, falling to 0 as it grows."""
    excess = _smoothed(gap)
    excess *= np.float32(1 / (noise + ROUNDING))
    excess -= 1
    np.maximum(excess, 0, out=excess)
    excess *= excess
    excess += 1
    return np.reciprocal(excess, out=excess)


def noise_of(luma: np.ndarray) -> float:
    """The variance of noise in a plane; 0 where no more is seen than clean pictures have."""
    across = luma[:, 1:] - luma[:, :-1]
    cross = across[1:] - across[:-1]
    spreads = _means(np.square(cross, out=cross)) / 4
    means = _means(luma)[: spreads.shape[0], : spreads.shape[1]]
    spreads = spreads[: means.shape[0], : means.shape[1]][(means > DARKEST) & (means < BRIGHTEST)]
    if not spreads.size:
        return 0.0
    return max(float(np.quantile(spreads, SMOOTHEST)) - UNSEEN, 0.0)


def typical(gap: np.ndarray, share: float) -> float:
    """What that share of the squares stays below."""
    return float(np.quantile(_means(gap), share))


def _means(plane: np.ndarray) -> np.ndarray:
    """Means over squares; what does not fill one is left out, unless nothing does."""
    rows, columns = plane.shape[0] // BLOCK, plane.shape[1] // BLOCK
    if not rows or not columns:
        return plane.mean(keepdims=True)
    upright = plane[: rows * BLOCK].reshape(rows, BLOCK, -1).sum(axis=1)
    return upright[:, : columns * BLOCK].reshape(rows, columns, BLOCK).sum(axis=2) / BLOCK**2


def _smoothed(plane: np.ndarray) -> np.ndarray:
    """Means over three by three pixels."""
    padded = np.pad(plane, 1, mode="edge")
    upright = padded[:-2] + padded[1:-1]
    upright += padded[2:]
    total = upright[:, :-2] + upright[:, 1:-1]
    total += upright[:, 2:]
    total *= np.float32(1 / 9)
    return total
