"""sRGB numbers as amounts of light, and back; sensors and lenses work on light."""

import numpy as np


def to_light(pixels: np.ndarray) -> np.ndarray:
    """Twice the number is twice the photons."""
    bent = ((np.maximum(pixels, 0) + np.float32(0.055)) / np.float32(1.055)) ** np.float32(2.4)
    return np.where(pixels <= 0.04045, pixels / np.float32(12.92), bent)


def from_light(light: np.ndarray) -> np.ndarray:
    """Light as sRGB in 0..1; what is darker than black or brighter than white is lost."""
    clipped = np.clip(light, 0, 1)
    bent = np.float32(1.055) * clipped ** np.float32(1 / 2.4) - np.float32(0.055)
    numbers: np.ndarray = np.where(clipped <= 0.0031308, clipped * np.float32(12.92), bent)
    return numbers
