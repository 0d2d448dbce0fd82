"""Scenes that look like photographs and are nobody's: painted from a seed, to show and to test with."""

from collections.abc import Callable

import numpy as np

from afterglow_lab.data.scenes.landscape import landscape
from afterglow_lab.data.scenes.street import street

__all__ = ["SCENES", "scene"]

SCENES: dict[str, Callable[[int, int, np.random.Generator], np.ndarray]] = {
    "street": street,
    "landscape": landscape,
}


def scene(kind: str, seed: int, width: int = 1200, height: int = 800) -> np.ndarray:
    """One scene of the named kind, H×W×3 uint8 RGB."""
    return SCENES[kind](width, height, np.random.default_rng((seed, 0x5CE2)))
