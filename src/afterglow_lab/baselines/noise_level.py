"""How noisy a picture seems, for methods that must be told."""

from __future__ import annotations

import numpy as np

# Half of all Gaussian values lie within this many standard deviations of zero.
QUARTILE = 0.6745


def noise_level(unit: np.ndarray) -> float:
    """Standard deviation of the noise, from the finest diagonal details (Donoho), mean of the channels."""
    rows, columns = (side // 2 * 2 for side in unit.shape[:2])
    if not rows or not columns:
        return 0.0
    even = unit[:rows, :columns]
    details = (even[::2, ::2] - even[1::2, ::2] - even[::2, 1::2] + even[1::2, 1::2]) / 2
    return float(np.median(np.abs(details), axis=(0, 1)).mean() / QUARTILE)
