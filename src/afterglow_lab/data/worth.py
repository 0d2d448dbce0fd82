"""Whether a picture is worth learning from: not blank, not blurred."""

import cv2
import numpy as np

# Sharpness is compared at one size, or a large picture would always seem blurred.
LOOKED_AT = 640
FLAT_SPREAD = 5.0
ONE_COLOUR = 0.97


def sharpness(pixels: np.ndarray) -> float:
    """The variance of the Laplacian of 8-bit luma, made to fit 640×640; blurred is below about 15."""
    grey = _grey(pixels)
    factor = LOOKED_AT / max(grey.shape)
    if factor < 1:
        grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())


def is_blank(pixels: np.ndarray) -> bool:
    """Is it one colour, or nearly so?"""
    grey = _grey(pixels)
    near = np.abs(grey.astype(np.int16) - int(np.median(grey))) <= 3
    return bool(grey.std() < FLAT_SPREAD or near.mean() > ONE_COLOUR)


def _grey(pixels: np.ndarray) -> np.ndarray:
    grey: np.ndarray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return grey
