"""Total variation (Rudin, Osher and Fatemi, 1992) by Chambolle's projection (2004)."""

from __future__ import annotations

import numpy as np
from skimage.restoration import denoise_tv_chambolle

from afterglow_lab.baselines.noise_level import noise_level

NOISE_TO_WEIGHT = 1.5  # what suits the estimated noise of photographs best on average
FLOOR = 0.01  # JPEG leaves no noise to estimate, but edges to smooth


def total_variation(unit: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """The nearest picture with little up and down; how near depends on the estimated noise."""
    weight = strength * max(NOISE_TO_WEIGHT * noise_level(unit), FLOOR)
    answer: np.ndarray = denoise_tv_chambolle(unit, weight=weight, channel_axis=2)  # type: ignore[no-untyped-call]
    return answer.astype(np.float32)
