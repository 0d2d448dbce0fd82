"""Wavelet shrinkage with BayesShrink's thresholds (Chang, Yu and Vetterli, 2000)."""

from __future__ import annotations

import numpy as np
from skimage.restoration import denoise_wavelet

from afterglow_lab.baselines.noise_level import noise_level


def wavelet(unit: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Small details taken out of luma and chroma; the estimated noise is taken `strength` times."""
    sigma = noise_level(unit) * strength
    if sigma <= 0:
        return unit
    answer: np.ndarray = denoise_wavelet(
        unit,
        sigma=sigma,
        method="BayesShrink",
        mode="soft",
        convert2ycbcr=True,
        rescale_sigma=True,
        channel_axis=2,
    )
    return answer.astype(np.float32)
