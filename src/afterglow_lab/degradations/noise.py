"""Noise of sensors, of bad colour channels and of broken pixels."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.bounds import ANY, check_bounds
from afterglow_lab.degradations.bayer import draw_corner, mosaic, spread_noise
from afterglow_lab.degradations.in_camera import denoise, softened
from afterglow_lab.degradations.light import from_light, to_light
from afterglow_lab.degradations.sensor import draw_iso, exposed, level_at


@dataclass(frozen=True)
class GaussianNoise:
    """Noise alike everywhere; `sigma`, in 1/255 steps, is drawn anew for each picture."""

    sigma: tuple[float, float] = (1, 25)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        sigma = np.float32(rng.uniform(*self.sigma) / 255)
        noisy: np.ndarray = np.clip(pixels + rng.standard_normal(pixels.shape, np.float32) * sigma, 0, 1)
        return noisy


@dataclass(frozen=True)
class SensorNoise:
    """A camera's noise at an ISO number, in linear light, with the picture's own detail left alone.

    Of the pictures, `bayer` come from a sensor with a colour filter, whose guessed colours make neighbouring
    noise alike; `soft` come from a camera that leaves grain and takes the colour out of it. `denoise` is how hard
    the camera smooths noise away again, which also smears detail.
    """

    iso: tuple[float, float] = (100, 6400)
    bayer: float = 0.8
    denoise: tuple[float, float] = (0, 0.7)
    red_gain: tuple[float, float] = (1.4, 2.4)
    blue_gain: tuple[float, float] = (1.4, 2.4)
    soft: float = 0.0

    def __post_init__(self) -> None:
        check_bounds(self, "sensor_noise", iso=(1, ANY), red_gain=(0.01, ANY), blue_gain=(0.01, ANY))

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        level = level_at(draw_iso(self.iso, rng), rng)
        gains = np.array([rng.uniform(*self.red_gain), 1, rng.uniform(*self.blue_gain)], np.float32)
        light = to_light(pixels)
        raw = light / gains
        if rng.random() < self.bayer:
            corner = draw_corner(rng)
            plane = mosaic(raw, corner)
            noise = spread_noise(exposed(plane, level, rng) - plane, corner)
        else:
            noise = np.dstack([exposed(raw[..., channel], level, rng) for channel in range(3)]) - raw
        noisy = from_light(light + noise * gains)
        if self.soft and rng.random() < self.soft:
            noisy = pixels + softened(noisy - pixels, rng)
        smoothed: np.ndarray = np.clip(denoise(noisy, rng.uniform(*self.denoise), level.visible), 0, 1)
        return smoothed


@dataclass(frozen=True)
class ColorNoise:
    """Blotches of wrong colour at the right brightness, `grain` pixels wide; `sigma` in 1/255 steps."""

    sigma: tuple[float, float] = (1, 12)
    grain: tuple[float, float] = (1, 6)

    def __post_init__(self) -> None:
        check_bounds(self, "color_noise", grain=(1, ANY))

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        sigma, grain = rng.uniform(*self.sigma) / 255, rng.uniform(*self.grain)
        height, width = pixels.shape[:2]
        coarse = (int(np.ceil(height / grain)), int(np.ceil(width / grain)), 2)
        blotches = cv2.resize(
            rng.standard_normal(coarse, np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        red, blue = np.moveaxis(blotches * np.float32(sigma), -1, 0)
        # The inverse of YCbCr for equal brightness.
        noise = cv2.merge([1.402 * red, -0.714 * red - 0.344 * blue, 1.772 * blue])
        blotched: np.ndarray = np.clip(pixels + noise, 0, 1)
        return blotched


@dataclass(frozen=True)
class SaltAndPepper:
    """Pixels stuck at white or black; `share` of all, drawn anew for each picture."""

    share: tuple[float, float] = (0.001, 0.05)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        share = rng.uniform(*self.share)
        draw = rng.random(pixels.shape[:2], np.float32)[..., None]
        return np.where(
            draw < share / 2, np.float32(0), np.where(draw > 1 - share / 2, np.float32(1), pixels)
        )
