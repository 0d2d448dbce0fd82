"""Contrast-limited adaptive histogram equalisation (Zuiderveld, 1994)."""

from __future__ import annotations

import cv2
import numpy as np

CLIP = 2.0
TILES = (8, 8)


def clahe(unit: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Lightness equalised within 8×8 tiles, the slope limited to 2 × `strength`; colours as they were."""
    lab = cv2.cvtColor(unit, cv2.COLOR_RGB2LAB)
    # In 8 bits: with the bins of 16 bits, most of them empty, OpenCV's limit would cut everything alike.
    lightness = np.rint(lab[..., 0] * (255 / 100)).astype(np.uint8)
    equalised = cv2.createCLAHE(CLIP * strength, TILES).apply(lightness)
    lab[..., 0] = equalised.astype(np.float32) * (100 / 255)
    return np.clip(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), 0, 1)
