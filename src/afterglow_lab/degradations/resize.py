"""Detail lost by making a picture smaller and larger again."""

from dataclasses import dataclass

import cv2
import numpy as np

KERNELS = {
    "area": cv2.INTER_AREA,
    "linear": cv2.INTER_LINEAR,
    "cubic": cv2.INTER_CUBIC,
    "lanczos": cv2.INTER_LANCZOS4,
    "nearest": cv2.INTER_NEAREST,
}


@dataclass(frozen=True)
class Resize:
    """Made smaller to `factor` of the side by one kernel and brought back by another.

    Only `area` averages what falls together; the others leave aliasing, as careless software does.
    """

    factor: tuple[float, float] = (0.25, 0.9)
    down: tuple[str, ...] = ("area", "area", "linear", "cubic", "lanczos")
    up: tuple[str, ...] = ("linear", "cubic", "lanczos")

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        factor = rng.uniform(*self.factor)
        down, up = (KERNELS[names[int(rng.integers(len(names)))]] for names in (self.down, self.up))
        height, width = pixels.shape[:2]
        small = cv2.resize(
            pixels, (max(round(width * factor), 1), max(round(height * factor), 1)), interpolation=down
        )
        return np.clip(cv2.resize(small, (width, height), interpolation=up), 0, 1)
