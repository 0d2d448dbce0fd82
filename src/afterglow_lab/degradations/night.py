"""A phone's camera at night: a clean photo is taken back to raw, exposed badly and developed as phones do."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.bounds import check_bounds
from afterglow_lab.degradations.bayer import demosaic, draw_corner, mosaic
from afterglow_lab.degradations.in_camera import denoise, sharpen
from afterglow_lab.degradations.jpeg import jpeg
from afterglow_lab.degradations.light import from_light, to_light
from afterglow_lab.degradations.sensor import draw_iso, exposed, level_at

# Phones read ten bits.
STEPS = np.float32(1023)


@dataclass(frozen=True)
class NightCamera:
    """A photo as a phone would have taken it in the dark.

    `iso` says how noisy, each doubling as likely as the next; `stops` how much darker than the clean photo.
    `denoise` and `sharpen` are how hard the phone works on it, `quality` how it stores it. The sensor sees
    `red_gain` and `blue_gain` times less red and blue than green, and `mixing` of the light of other colours.
    """

    iso: tuple[float, float] = (100, 12800)
    stops: tuple[float, float] = (0, 3)
    denoise: tuple[float, float] = (0, 1)
    sharpen: tuple[float, float] = (0, 1.2)
    quality: tuple[int, int] = (70, 97)
    red_gain: tuple[float, float] = (1.2, 2.4)
    blue_gain: tuple[float, float] = (1.5, 3.0)
    mixing: tuple[float, float] = (0.1, 0.35)

    def __post_init__(self) -> None:
        check_bounds(
            self, "the night camera",
            iso=(1, 10_000_000), stops=(0, 20), denoise=(0, 1), sharpen=(0, 10), quality=(1, 100),
            red_gain=(0.1, 10), blue_gain=(0.1, 10), mixing=(0, 1),
        )  # fmt: skip

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.pair(pixels, rng)[0]

    def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The phone's picture, and the same exposure with the same colours as a perfect camera takes it."""
        phone = self._phone(rng)
        raw = phone.raw(pixels) * np.float32(2 ** -rng.uniform(*self.stops))
        target = phone.developed(raw)
        level = level_at(draw_iso(self.iso, rng), rng)
        corner = draw_corner(rng)
        read = np.rint(exposed(mosaic(raw, corner), level, rng) * STEPS) / STEPS
        guessed = demosaic(np.minimum(read, 1), corner, sharp=bool(rng.integers(2)))
        taken = phone.developed(guessed)
        taken = denoise(taken, rng.uniform(*self.denoise), level.visible * float(phone.gains.mean()))
        taken = sharpen(taken, rng.uniform(*self.sharpen), rng.uniform(0.6, 1.5))
        low, high = sorted(self.quality)
        return jpeg(taken, int(rng.integers(low, high + 1))), target

    def _phone(self, rng: np.random.Generator) -> "Phone":
        gains = np.array([rng.uniform(*self.red_gain), 1, rng.uniform(*self.blue_gain)], np.float32)
        shares = rng.uniform(*self.mixing, (3, 3)).astype(np.float32) / 2
        np.fill_diagonal(shares, 0)
        # Rows sum to one, so that white stays white; phones' published matrices lie in this range.
        sensing = shares + np.diag(1 - shares.sum(1))
        return Phone(gains, sensing)


@dataclass(frozen=True)
class Phone:
    """One phone under one light: `gains` balance white, `sensing` is how its colours mix those of sRGB."""

    gains: np.ndarray
    sensing: np.ndarray

    def raw(self, pixels: np.ndarray) -> np.ndarray:
        """What the sensor would see of a developed photo."""
        light = to_light(_uncurved(np.clip(pixels, 0, 1)))
        raw: np.ndarray = np.maximum(cv2.transform(light, self.sensing), 0) / self.gains
        return raw

    def developed(self, raw: np.ndarray) -> np.ndarray:
        """A photo in 0..1 from what the sensor saw."""
        # Channels clip together at white, or bright lamps would turn magenta.
        balanced = np.minimum(raw * self.gains, 1)
        light = cv2.transform(balanced, np.linalg.inv(self.sensing))
        return _curved(from_light(light))


def _curved(pixels: np.ndarray) -> np.ndarray:
    """The S-shaped tone curve that phones finish with."""
    curved: np.ndarray = pixels * pixels * (3 - 2 * pixels)
    return curved


def _uncurved(pixels: np.ndarray) -> np.ndarray:
    straight: np.ndarray = np.float32(0.5) - np.sin(np.arcsin(1 - 2 * pixels) / 3)
    return straight
