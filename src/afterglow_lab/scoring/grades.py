"""What a grade of damage is worth in points, and by how much one picture may differ from another."""

import numpy as np

CLEAN = 98.0

POINTS: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "jpeg": ((0, 0.07, 0.28, 0.5, 0.73, 0.84, 0.945, 1), (98, 92, 84, 76, 64, 53, 36, 18)),
    "noise": ((0, 0.1, 0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 1), (98, 96, 92, 81, 67, 48, 34, 23, 12)),
    "blur": ((0, 0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 1), (98, 98, 96, 84, 66, 50, 36, 22)),
    "pixel": ((0, 0.25, 0.4, 0.5, 0.65, 0.8, 1), (98, 72, 60, 52, 40, 29, 16)),
    "dark": ((0, 0.05, 0.125, 0.25, 0.5, 0.75, 1), (98, 94, 86, 72, 48, 30, 17)),
}
"""Levels and their points: our judgement of one kind against another, near the means of `LIKENESS`."""

LIKENESS: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "jpeg": ((0, 0.05, 0.15, 0.35, 0.5, 0.65, 0.8, 1), (94, 92, 89, 85, 83, 81, 78, 60)),
    "noise": ((0, 0.1, 0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 1), (100, 97, 93, 81, 66, 46, 34, 23, 15)),
    "blur": ((0, 0.25, 0.35, 0.5, 0.65, 0.8, 1), (100, 98, 84, 71, 61, 53, 46)),
    "pixel": ((0, 0.25, 0.35, 0.5, 0.65, 0.8, 1), (100, 77, 69, 64, 55, 47, 39)),
    "dark": ((0, 0.05, 0.15, 0.25, 0.5, 0.8, 1), (100, 94, 83, 72, 48, 27, 17)),
}
"""Mean likeness at a level, measured on 49 training pictures."""

# A whole share would let pictures of one grade lie 15 points (standard deviation) apart.
OWN_SHARE = 0.4


def points(levels: dict[str, float], own: float | None) -> float:
    """The target of a picture with damage of these levels, whose own likeness to its original is `own`, if known."""
    shares = [np.interp(level, *POINTS[kind]) / CLEAN for kind, level in levels.items()]
    usual = CLEAN * float(np.prod(shares))
    if own is None or len(levels) != 1:
        return usual
    ((kind, level),) = levels.items()
    return float(np.clip(usual + OWN_SHARE * (own - np.interp(level, *LIKENESS[kind])), 1, CLEAN))
