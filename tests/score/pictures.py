"""Pictures for judging, drawn from a seed: shapes, textures and slopes such as photographs have."""

from __future__ import annotations

import io

import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFilter

from afterglow.image.image import Image


def scene(width: int = 400, height: int = 320, seed: int = 0) -> np.ndarray:
    """A sky, hills of fine texture and a few hard-edged things, 8-bit."""
    rng = np.random.default_rng(seed)
    sky = np.linspace(200, 120, 2 * height)[:, None, None] * np.array([0.8, 0.9, 1.0])
    canvas = np.repeat(sky, 2 * width, axis=1)
    grain = rng.normal(0, 1, (2 * height, 2 * width, 1))
    soft = PIL.Image.fromarray(np.uint8(np.clip(128 + 40 * grain[..., 0], 0, 255)))
    grass = np.asarray(soft.filter(PIL.ImageFilter.GaussianBlur(1.5)), float)[..., None] - 128
    hill = np.arange(2 * height)[:, None] > height + 0.3 * height * np.sin(np.arange(2 * width) / 130 + seed)
    canvas = np.where(hill[..., None], 90 + 2.5 * grass * np.array([0.8, 1.0, 0.5]), canvas)
    drawn = PIL.Image.fromarray(np.uint8(np.clip(canvas, 5, 250)))
    pen = PIL.ImageDraw.Draw(drawn)
    for _ in range(14):
        left, top = (int(n) for n in rng.integers(0, (2 * width - 60, 2 * height - 60)))
        right, bottom = left + int(rng.integers(20, 160)), top + int(rng.integers(20, 160))
        colour = tuple(int(n) for n in rng.integers(10, 245, 3))
        (pen.rectangle if rng.random() < 0.5 else pen.ellipse)((left, top, right, bottom), fill=colour)
    return np.array(drawn.resize((width, height), PIL.Image.Resampling.BOX))


def jpeg(pixels: np.ndarray, quality: int, sampling: int = 2) -> np.ndarray:
    """The pixels after one JPEG compression; `sampling` 0 keeps all colour, 2 a quarter of it."""
    stored = io.BytesIO()
    PIL.Image.fromarray(pixels).save(stored, "jpeg", quality=quality, subsampling=sampling)
    return np.array(PIL.Image.open(stored))


def noisy(pixels: np.ndarray, sigma: float, seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, sigma, pixels.shape)
    return np.uint8(np.clip(np.rint(pixels + noise), 0, 255))


def blurred(pixels: np.ndarray, radius: float) -> np.ndarray:
    return np.array(PIL.Image.fromarray(pixels).filter(PIL.ImageFilter.GaussianBlur(radius)))


def pixelated(pixels: np.ndarray, block: int) -> np.ndarray:
    height, width = (side // block for side in pixels.shape[:2])
    small = PIL.Image.fromarray(pixels[: height * block, : width * block]).resize(
        (width, height), PIL.Image.Resampling.BOX
    )
    return np.array(small).repeat(block, axis=0).repeat(block, axis=1)


def darkened(pixels: np.ndarray, stops: float) -> np.ndarray:
    return np.uint8(np.rint(pixels * 2 ** (-stops / 2.2)))


def image(pixels: np.ndarray) -> Image:
    return Image(np.ascontiguousarray(pixels))
