"""The looks pictures come in: a tint, deep or pale colours, strong contrast, edges sharpened until they ring.

None of it is damage. Networks that learned from one archive take the look of another for damage and undo it:
one trained without this cost a picture of strong colours and sharpened edges 3.8 dB.
"""

import cv2
import numpy as np

LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def with_look(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An 8-bit picture of the same things in a look of its own."""
    values = pixels.astype(np.float32) / 255
    values = values ** np.float32(np.exp(rng.uniform(-0.35, 0.35)))
    values = _saturated(
        values * rng.uniform(0.85, 1.15, 3).astype(np.float32), np.exp(rng.uniform(-0.9, 0.9))
    )
    if rng.random() < 0.3:
        values = values[..., rng.permutation(3)]
    if rng.random() < 0.6:
        values = _sharpened(values, rng.uniform(0.3, 2.0), rng.uniform(0.5, 1.5))
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)


def _saturated(values: np.ndarray, amount: float) -> np.ndarray:
    gray = (values @ LUMA)[..., None]
    return gray + np.float32(amount) * (values - gray)


def _sharpened(values: np.ndarray, amount: float, radius: float) -> np.ndarray:
    values = np.ascontiguousarray(values)
    return values + np.float32(amount) * (values - cv2.GaussianBlur(values, (0, 0), radius))
