"""All copies of a picture at a glance."""

from collections.abc import Sequence

import numpy as np

SIDE = 192


def contact_sheet(copies: Sequence[np.ndarray]) -> np.ndarray:
    """The middle of every copy, side by side, worst first."""
    height = min(SIDE, *(copy.shape[0] for copy in copies))
    width = min(SIDE, *(copy.shape[1] for copy in copies))
    tiles = []
    for copy in copies:
        top, left = (copy.shape[0] - height) // 2, (copy.shape[1] - width) // 2
        tiles.append(copy[top : top + height, left : left + width])
    return np.hstack(tiles)
