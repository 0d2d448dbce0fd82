"""From light to a photograph: glow around what is bright, a tone curve, darker corners."""

import cv2
import numpy as np


def developed(
    light: np.ndarray, width: int, height: int, exposure: float, glow: float = 0.06, corners: float = 0.25
) -> np.ndarray:
    """Linear light (rows × columns × 3, any size) as a picture of the size asked for, uint8 RGB."""
    shrunk = cv2.resize(
        np.maximum(light, 0).astype(np.float32), (width, height), interpolation=cv2.INTER_AREA
    )
    shrunk = _with_glow(shrunk * np.float32(exposure), glow)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    shrunk *= (1 - corners * np.clip((x**2 + y**2) / 2, 0, 1) ** 1.3).astype(np.float32)[..., None]
    return np.rint(_encoded(_curved(shrunk)) * 255).astype(np.uint8)


def _with_glow(light: np.ndarray, strength: float) -> np.ndarray:
    """Lenses scatter a little of every bright light over the whole picture."""
    bright = np.maximum(light - 0.8, 0)
    bright = np.minimum(bright, 24)
    side = max(light.shape)
    total = light.copy()
    for share, spread in ((0.5, 0.004), (0.3, 0.015), (0.2, 0.06)):
        total += np.float32(strength * share * 4) * cv2.GaussianBlur(bright, (0, 0), side * spread)
    return total


def _curved(light: np.ndarray) -> np.ndarray:
    """A filmic curve: gentle at both ends (Narkowicz' fit of the ACES curve)."""
    curved: np.ndarray = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14)
    return np.clip(curved, 0, 1)


def _encoded(light: np.ndarray) -> np.ndarray:
    """sRGB's own curve."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-8) ** (1 / 2.4) - 0.055)
