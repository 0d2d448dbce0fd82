"""Contrast-limited histogram equalisation with saturation to match (after Wang et al., JOSA A 34, 2017).

Our own reading of the published outline: intensity is equalised locally with a limit, hue is kept, and saturation
follows local contrast. Its details are not public to us, so the numbers below were fitted to published results:
on nine photographs our pictures are 23.1 dB (PSNR) from those; the photographs themselves are 17.3 dB from them.
"""

from __future__ import annotations

import cv2
import numpy as np

CLIP = 2.0
TILES = (6, 6)
REACH = 5.0  # pixels: the Gaussian neighbourhood in which contrast is measured
SATURATION = 1.12
CONTRAST_TO_SATURATION = 0.5  # an exponent
STEP = np.float32(1 / 255)  # keeps ratios finite in the dark


def clhe(unit: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Intensity equalised within 6×6 tiles, the slope limited to 2 × `strength`; saturation follows contrast."""
    intensity = unit.mean(axis=2)
    equalised = _equalised(intensity, CLIP * strength)
    gain = (equalised + STEP) / (intensity + STEP)
    contrast = _relative_contrast(equalised) / _relative_contrast(intensity)
    color = SATURATION * gain * contrast**CONTRAST_TO_SATURATION
    answer: np.ndarray = equalised[..., None] + color[..., None] * (unit - intensity[..., None])
    np.clip(answer, 0, 1, out=answer)
    return answer.astype(np.float32)


def _equalised(intensity: np.ndarray, clip: float) -> np.ndarray:
    steps = np.rint(np.clip(intensity, 0, 1) * 255).astype(np.uint8)
    curved: np.ndarray = cv2.createCLAHE(clip, TILES).apply(steps)
    return curved.astype(np.float32) / np.float32(255)


def _relative_contrast(intensity: np.ndarray) -> np.ndarray:
    """Local standard deviation over local mean."""
    mean = cv2.GaussianBlur(intensity, (0, 0), REACH)
    square = cv2.GaussianBlur(intensity * intensity, (0, 0), REACH)
    deviation: np.ndarray = np.sqrt(np.maximum(square - mean * mean, 0))
    return (deviation + STEP) / (mean + STEP)
