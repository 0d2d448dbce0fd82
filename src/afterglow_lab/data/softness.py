"""The softness of what cameras store: none of it is damage, and noise in it is told from detail by being finer.

A lens and the guessing of colours blur brightness a little; colour is stored at half the size, and smoothed before.
Networks that learned from sharper pictures take the noise of colour for detail: blurring the colours of what one had
restored of real photographs made it 0.3 dB better.
"""

import cv2
import numpy as np

# How wide, in pixels.
BRIGHTNESS, COLOR = (0.4, 1.1), (0.7, 3.0)


def with_softness(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An 8-bit picture as soft as a camera's own pixels, in its colours above all."""
    luma, *chromas = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb))
    luma = cv2.GaussianBlur(luma, (0, 0), rng.uniform(*BRIGHTNESS))
    width = rng.uniform(*COLOR)
    blurred = [cv2.GaussianBlur(chroma, (0, 0), width) for chroma in chromas]
    return cv2.cvtColor(cv2.merge([luma, *blurred]), cv2.COLOR_YCrCb2RGB)
