"""Wrong colours: pale, dim, flat, turned or tinted."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.degradations.light import from_light, to_light


@dataclass(frozen=True)
class Saturation:
    """Colours at `factor` of their strength; 0 is gray, above 1 is garish."""

    factor: tuple[float, float] = (0.2, 0.95)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None]
        return np.clip(gray + np.float32(rng.uniform(*self.factor)) * (pixels - gray), 0, 1)


@dataclass(frozen=True)
class Brightness:
    """All numbers higher or lower by `change`."""

    change: tuple[float, float] = (0.02, 0.3)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        changed: np.ndarray = np.clip(pixels + np.float32(_either_way(self.change, rng)), 0, 1)
        return changed


@dataclass(frozen=True)
class Contrast:
    """Distances from middle grey larger or smaller by the share `change`."""

    change: tuple[float, float] = (0.05, 0.5)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        factor = np.float32(1 + _either_way(self.change, rng))
        changed: np.ndarray = np.clip((pixels - np.float32(0.5)) * factor + np.float32(0.5), 0, 1)
        return changed


@dataclass(frozen=True)
class Hue:
    """All colours turned round the colour circle, either way."""

    degrees: tuple[float, float] = (2, 40)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        hsv = cv2.cvtColor(np.clip(pixels, 0, 1), cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0] + np.float32(_either_way(self.degrees, rng))) % 360
        turned: np.ndarray = np.clip(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), 0, 1)
        return turned


@dataclass(frozen=True)
class WhiteBalance:
    """A tint from warm to cold of `stops` of light, and a third as much from green to magenta."""

    stops: tuple[float, float] = (0.05, 0.6)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        warm, green = _either_way(self.stops, rng), _either_way(self.stops, rng) / 3
        gains = np.exp2(np.array([warm / 2, green, -warm / 2], np.float32))
        return from_light(to_light(pixels) * gains)


@dataclass(frozen=True)
class ColorShift:
    """Saturation, brightness, contrast and hue all a little wrong."""

    saturation: tuple[float, float] = (0.2, 0.95)
    brightness: tuple[float, float] = (0.0, 0.15)
    contrast: tuple[float, float] = (0.0, 0.3)
    hue: tuple[float, float] = (0, 20)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        for step in (
            Saturation(self.saturation),
            Brightness(self.brightness),
            Contrast(self.contrast),
            Hue(self.hue),
        ):
            pixels = step(pixels, rng)
        return pixels


def _either_way(size: tuple[float, float], rng: np.random.Generator) -> float:
    return float(rng.uniform(*size) * rng.choice((-1, 1)))
