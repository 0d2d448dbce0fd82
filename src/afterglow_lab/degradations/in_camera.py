"""What a phone does to a picture before it saves it."""

import cv2
import numpy as np

# The standard deviation, at about ISO 3200, from which a phone smooths as hard as it can.
NOISY = 0.03
# How wide cameras blur noise of brightness and of colour, in pixels, and how strong the latter is beside the former.
GRAIN, BLOTCHES, COLORING = (0.2, 0.9), (0.5, 5.0), (0.1, 0.6)


def denoise(pixels: np.ndarray, strength: float, deviation: float) -> np.ndarray:
    """Colour blurred and brightness smoothed except at edges, for noise of a known standard deviation.

    `strength` 0 leaves the picture as it is, 1 leaves the smeared look of cheap phones.
    """
    if strength <= 0:
        return pixels
    luma, red, blue = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb))
    # In good light there is little to smooth away, and phones leave colour edges sharp.
    width = 0.3 + 3 * strength * min(deviation / NOISY, 1)
    red, blue = (cv2.GaussianBlur(chroma, (0, 0), width) for chroma in (red, blue))
    smooth = cv2.bilateralFilter(luma, 5, max(3 * strength * deviation, 1e-3), 1.5)
    return cv2.cvtColor(cv2.merge([smooth, red, blue]), cv2.COLOR_YCrCb2RGB)


def softened(noise: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The noise as good cameras leave it: grain that is softer than the picture, and broad blotches of colour.

    In flat places of photographs by phones neighbouring pixels agree by 0.5 to 0.9 in brightness, and colours agree
    by 0.1 to 0.6 over four pixels; a sensor's plain noise agrees by 0.4 with its neighbours and is mostly coloured.
    """
    luma, *chromas = cv2.split(cv2.cvtColor(noise, cv2.COLOR_RGB2YCrCb))
    luma = cv2.GaussianBlur(luma, (0, 0), rng.uniform(*GRAIN))
    width = float(np.exp(rng.uniform(*np.log(BLOTCHES))))
    blotches = [
        _varying(cv2.GaussianBlur(c, (0, 0), width), luma.std() * rng.uniform(*COLORING)) for c in chromas
    ]
    return cv2.cvtColor(cv2.merge([luma, *blotches]), cv2.COLOR_YCrCb2RGB)


def _varying(chroma: np.ndarray, deviation: float) -> np.ndarray:
    """The colour difference with another standard deviation; no difference is stored as a half."""
    noise = chroma - np.float32(0.5)
    scaled: np.ndarray = noise * np.float32(deviation / max(float(noise.std()), 1e-6)) + np.float32(0.5)
    return scaled


def sharpen(pixels: np.ndarray, amount: float, radius: float) -> np.ndarray:
    """Brightness with its difference to a blurred copy added `amount` times."""
    luma = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    detail = luma - cv2.GaussianBlur(luma, (0, 0), radius)
    sharper: np.ndarray = pixels + np.float32(amount) * detail[..., None]
    return sharper
