"""Non-local means (Buades, Coll and Morel, 2005)."""

from __future__ import annotations

import numpy as np
from skimage.restoration import denoise_nl_means

from afterglow_lab.baselines.noise_level import noise_level

PATCH = 5  # pixels
REACH = 6  # pixels around a pixel where like patches are looked for
# Lower than the noise keeps texture; the usual choice where the noise is subtracted from the distances.
SHARE_OF_NOISE = 0.8


def nonlocal_means(unit: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Each pixel the mean of those in like surroundings; the estimated noise is taken `strength` times."""
    sigma = noise_level(unit) * strength
    if sigma <= 0:
        return unit
    answer: np.ndarray = denoise_nl_means(
        unit,
        patch_size=PATCH,
        patch_distance=REACH,
        h=SHARE_OF_NOISE * sigma,
        sigma=sigma,
        fast_mode=True,
        channel_axis=2,
    )
    return answer.astype(np.float32)
