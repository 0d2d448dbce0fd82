"""What people did before networks: yardsticks that every model must beat.

A baseline takes a picture, rows × columns × 3 float32 RGB, 0 to 1, and a strength; it gives a picture of the
same size. An enlarger takes a picture and the rows and columns wanted.
"""

from collections.abc import Callable

import numpy as np

from afterglow_lab.baselines.clahe import clahe
from afterglow_lab.baselines.clhe import clhe
from afterglow_lab.baselines.gaussian import gaussian
from afterglow_lab.baselines.nonlocal_means import nonlocal_means
from afterglow_lab.baselines.npea import npea
from afterglow_lab.baselines.resizing import bicubic, lanczos
from afterglow_lab.baselines.total_variation import total_variation
from afterglow_lab.baselines.wavelet import wavelet

__all__ = ["BASELINES", "ENLARGERS"]

BASELINES: dict[str, Callable[..., np.ndarray]] = {
    "gaussian": gaussian,
    "nonlocal_means": nonlocal_means,
    "wavelet": wavelet,
    "total_variation": total_variation,
    "clahe": clahe,
    "clhe": clhe,
    "npea": npea,
}

ENLARGERS: dict[str, Callable[[np.ndarray, tuple[int, int]], np.ndarray]] = {
    "bicubic": bicubic,
    "lanczos": lanczos,
}
