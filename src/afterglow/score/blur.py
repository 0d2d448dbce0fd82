"""How blurred a picture is: what is soft already loses little by more blur."""

from __future__ import annotations

import numpy as np

from afterglow.score.sample import Place, places

REACH = 9  # pixels of the blur that is tried


def blur(pixels: np.ndarray) -> float:
    """0 where every step is a sharp edge, towards 1 where more blur would not be seen (Crete, 2007)."""
    return blur_in(places(pixels))


def blur_in(squares: list[Place]) -> float:
    planes = _large(squares)
    if not planes:
        return 0.0
    sums = np.sum([[*_steps(plane), *_steps(plane.T)] for plane in planes], axis=0)
    kept = [1 - lost / whole if whole > 0 else 0.0 for whole, lost in (sums[:2], sums[2:])]
    return float(max(kept))


def crispness_in(squares: list[Place]) -> float:
    """How suddenly brightness changes: about 1 over the width of the strongest edges in pixels, times 2."""
    planes = _large(squares)
    bends = sum(_squares(np.diff(plane, 2, axis)) for plane in planes for axis in (0, 1))
    steps = sum(_squares(np.diff(plane, 1, axis)) for plane in planes for axis in (0, 1))
    return float(np.sqrt(bends / steps)) if steps > 0 else 0.0


def _large(squares: list[Place]) -> list[np.ndarray]:
    return [square.luma for square in squares if min(square.luma.shape) > 2 * REACH]


def _squares(values: np.ndarray) -> float:
    return float(np.vdot(values, values))


def _steps(plane: np.ndarray) -> tuple[float, float]:
    """The sum of all steps along rows, and of what blurring takes from them."""
    sums = np.cumsum(plane, axis=1, dtype=np.float64)
    blurred = (sums[:, REACH:] - sums[:, :-REACH]) / REACH
    before = np.abs(np.diff(plane, axis=1))[:, REACH // 2 + 1 : REACH // 2 + blurred.shape[1]]
    after = np.abs(np.diff(blurred, axis=1))
    return float(before.sum()), float(np.maximum(before - after, 0).sum())
