"""Film grain: texture that belongs to a picture, so that networks learn to leave it there."""

import cv2
import numpy as np

STRONGEST = 7  # standard deviation in 1/255 steps; scanned film of the nineties has 3 to 6


def with_grain(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An 8-bit picture with grain of a random strength, fineness and colour."""
    height, width = pixels.shape[:2]
    fineness, colourfulness = rng.uniform(0.0, 0.9), rng.uniform(0.0, 0.6)
    shared = rng.standard_normal((height, width, 1), np.float32)
    own = rng.standard_normal((height, width, 3), np.float32)
    grain = (1 - colourfulness) * shared + colourfulness * own
    if fineness > 0.3:
        grain = cv2.GaussianBlur(grain, (5, 5), fineness)
    strength = rng.uniform(0.5, STRONGEST) / max(float(grain.std()), 1e-6)
    return np.rint(np.clip(pixels + np.float32(strength) * grain, 0, 255)).astype(np.uint8)
