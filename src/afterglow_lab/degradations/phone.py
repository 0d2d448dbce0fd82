"""A phone's camera by day: a good photo as a phone would have made it, wrong in the same way all over the picture."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.degradations.in_camera import denoise, sharpen
from afterglow_lab.degradations.jpeg import jpeg
from afterglow_lab.degradations.light import from_light, to_light

Span = tuple[float, float]


@dataclass(frozen=True)
class PhoneCamera:
    """A good photo as a phone would have made it.

    What is wrong with its tones and colours: exposed by `stops` too bright, with the tone curve `gamma` and the
    share `flat` of an S-curve taken out, its range pressed to `black` above black and `white` below white, colours at
    `saturation`, a tint of up to `tint` stops. What is wrong with its detail: a lens of `soft` pixels, the contrast of
    neighbourhoods at `local`, noise of `noise` 8-bit steps and grains of `grain` pixels smoothed by `denoise`, then
    sharpened, then stored at `quality`. All but the last happens at one `strength`, as phones are good or bad at
    everything. Of the photos, `untouched` stay as they are, so that good ones are left alone.
    """

    strength: Span = (0.2, 1.0)
    stops: Span = (-1.5, 0.3)
    gamma: Span = (0.85, 1.3)
    flat: Span = (-0.2, 0.9)
    black: Span = (0.0, 0.08)
    white: Span = (0.0, 0.15)
    saturation: Span = (0.55, 1.1)
    tint: float = 0.2
    local: Span = (0.7, 1.0)
    soft: Span = (0.0, 0.8)
    noise: Span = (0.0, 9.0)
    grain: Span = (0.0, 1.0)
    denoise: Span = (0.0, 1.0)
    sharpen: Span = (0.0, 0.8)
    quality: tuple[int, int] = (80, 98)
    untouched: float = 0.06

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.shot(rng).taken(pixels, rng)

    def shot(self, rng: np.random.Generator) -> "Shot":
        """What is wrong with one picture as a whole."""
        if rng.random() < self.untouched:
            return Shot()
        strength = rng.uniform(*self.strength)

        def drawn(span: Span, harmless: float = 0.0) -> float:
            return float(harmless + strength * (rng.uniform(*span) - harmless))

        stops, warm, green = drawn(self.stops), drawn((-self.tint, self.tint)), drawn((-self.tint, self.tint))
        return Shot(
            gains=(2 ** (stops + warm), 2 ** (stops + green / 2), 2 ** (stops - warm)),
            gamma=drawn(self.gamma, 1),
            flat=drawn(self.flat),
            black=drawn(self.black),
            white=1 - drawn(self.white),
            saturation=drawn(self.saturation, 1),
            local=drawn(self.local, 1),
            soft=drawn(self.soft),
            noise=drawn(self.noise) / 255,
            grain=rng.uniform(*self.grain),
            denoise=drawn(self.denoise),
            sharpen=drawn(self.sharpen),
            quality=int(rng.integers(self.quality[0], self.quality[1] + 1)),
        )


@dataclass(frozen=True)
class Shot:
    """One press of the button; without arguments by a perfect camera."""

    gains: tuple[float, ...] = (1.0, 1.0, 1.0)
    gamma: float = 1.0
    flat: float = 0.0
    black: float = 0.0
    white: float = 1.0
    saturation: float = 1.0
    local: float = 1.0
    soft: float = 0.0
    noise: float = 0.0
    grain: float = 0.0
    denoise: float = 0.0
    sharpen: float = 0.0
    quality: int = 0

    def taken(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The picture, or any part of it, as it lies in the phone."""
        if self == Shot():
            return pixels.copy()
        if self.soft > 0.2:
            pixels = cv2.GaussianBlur(pixels, (0, 0), self.soft)
        seen = self.toned(self._flattened(pixels))
        noisy = seen + np.float32(self.noise) * _grains(seen.shape, self.grain, rng)
        smoothed = denoise(noisy, self.denoise, self.noise)
        return jpeg(sharpen(smoothed, self.sharpen, 1.0), self.quality)

    def toned(self, pixels: np.ndarray) -> np.ndarray:
        """Tones and colours only: all that a thumbnail shows."""
        if self == Shot():
            return pixels.copy()
        light = to_light(pixels) * np.array(self.gains, np.float32)
        curved = from_light(_shouldered(light)) ** np.float32(self.gamma)
        curved = curved + np.float32(self.flat) * (_without_s(curved) - curved)
        gray = cv2.cvtColor(curved, cv2.COLOR_RGB2GRAY)[..., None]
        colored = np.clip(gray + np.float32(self.saturation) * (curved - gray), 0, 1)
        toned: np.ndarray = np.float32(self.black) + np.float32(self.white - self.black) * colored
        return toned

    def _flattened(self, pixels: np.ndarray) -> np.ndarray:
        """Neighbourhoods with less contrast, about a twentieth of a small picture wide."""
        luma = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        detail = luma - cv2.GaussianBlur(luma, (0, 0), 12)
        flattened: np.ndarray = np.clip(pixels - np.float32(1 - self.local) * detail[..., None], 0, 1)
        return flattened


def _grains(shape: tuple[int, ...], size: float, rng: np.random.Generator) -> np.ndarray:
    """Noise of deviation 1; where colours were guessed from neighbours, neighbours err alike."""
    noise = rng.standard_normal(shape, np.float32)
    if size <= 0.3:
        return noise
    blurred = cv2.GaussianBlur(noise, (0, 0), size).reshape(shape)
    # A Gaussian filter of deviation s keeps 1 / (2 s √π) of white noise, but for narrow ones.
    kept = float((cv2.getGaussianKernel(2 * round(4 * size) + 1, size) ** 2).sum())
    return blurred / np.float32(kept)


def _shouldered(light: np.ndarray) -> np.ndarray:
    """Light that rolls off from 0.8 instead of being cut at white."""
    over = np.maximum(light - np.float32(0.8), 0)
    return np.where(light > 0.8, np.float32(0.8) + over / (1 + over * np.float32(1 / 0.3)), light)


def _without_s(pixels: np.ndarray) -> np.ndarray:
    """The S-shaped curve that photographs are finished with, taken out."""
    straight: np.ndarray = np.float32(0.5) - np.sin(np.arcsin(1 - 2 * np.clip(pixels, 0, 1)) / 3)
    return straight
