"""Brightness of a picture, as one plane."""

from __future__ import annotations

import numpy as np

FULL_RANGE = np.array([0.299, 0.587, 0.114], np.float32)
# BT.601 as broadcast: black is 16, white 235. Papers on upscaling measure on this plane.
STUDIO_RANGE = np.array([65.481, 128.553, 24.966], np.float32) / 255
STUDIO_BLACK = np.float32(16 / 255)


def luma(pixels: np.ndarray) -> np.ndarray:
    """BT.601 luma of unit pixels, 0 to 1."""
    return pixels @ FULL_RANGE


def studio_luma(pixels: np.ndarray) -> np.ndarray:
    """BT.601 luma of unit pixels in studio range, 16/255 to 235/255."""
    return pixels @ STUDIO_RANGE + STUDIO_BLACK
