"""Gaussian smoothing."""

from __future__ import annotations

import cv2
import numpy as np


def gaussian(unit: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """The picture smoothed by a Gaussian of `strength` pixels."""
    return cv2.GaussianBlur(unit, (0, 0), strength, borderType=cv2.BORDER_REFLECT)
