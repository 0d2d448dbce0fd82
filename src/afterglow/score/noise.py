"""How noisy a picture is, measured where it is smoothest."""

from __future__ import annotations

import numpy as np

from afterglow.score.sample import Place, places

PATCH = 16  # pixels along a square whose spread is measured
SMOOTHEST = 0.1  # share of the squares that is looked at
FEWEST = 8  # squares
DARKEST, BRIGHTEST = 6, 249  # luma of squares beyond which noise is cut off


def noise(pixels: np.ndarray) -> float:
    """The standard deviation of luma, in 1/255, in the smoothest squares; soft grains count in full."""
    return noise_in(places(pixels))


def noise_in(squares: list[Place]) -> float:
    spreads = np.concatenate([_spreads(square.luma) for square in squares])
    if len(spreads) < FEWEST:
        return 0.0
    few = max(FEWEST, int(SMOOTHEST * len(spreads)))
    return float(np.median(np.partition(spreads, few - 1)[:few]))


def _spreads(plane: np.ndarray) -> np.ndarray:
    """The standard deviation about a tilted plane of each square that is neither black nor white."""
    rows, columns = (side // PATCH for side in plane.shape)
    whole = plane[: rows * PATCH, : columns * PATCH]
    squares = whole.reshape(rows, PATCH, columns, PATCH).swapaxes(1, 2).reshape(-1, PATCH, PATCH)
    means = squares.mean(axis=(1, 2))
    squares = (squares - means[:, None, None])[(means > DARKEST) & (means < BRIGHTEST)]
    ramp = np.arange(PATCH, dtype=np.float32) - (PATCH - 1) / 2
    ramp /= np.sqrt(PATCH) * np.linalg.norm(ramp)
    slopes = (squares.sum(axis=1) @ ramp) ** 2 + (squares.sum(axis=2) @ ramp) ** 2
    left = np.square(squares).sum(axis=(1, 2)) - slopes
    spreads: np.ndarray = np.sqrt(np.maximum(left, 0) / (PATCH * PATCH - 3))
    return spreads
