"""Contrast-limited adaptive histogram equalisation (Zuiderveld, 1994)."""

from __future__ import annotations

import cv2
import numpy as np

CLIP = 2.0
TILES = (8, 8)


def clahe(unit: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Lightness equalised within 8×8 tiles, the slope limited to 2 × `strength`; colours as they were."""
    lab = cv2.cvtColor(unit, cv2.COLOR_RGB2LAB)
    lightness = np.rint(lab[..., 0] * (65535 / 100)).astype(np.uint16)
    equalised = cv2.createCLAHE(CLIP * strength, TILES).apply(lightness)
    answer = np.dstack([equalised.astype(np.float32) * np.float32(100 / 65535), lab[..., 1:]])
    return np.clip(cv2.cvtColor(answer, cv2.COLOR_LAB2RGB), 0, 1)
