"""The damages of published benchmarks, the same for the same picture."""

from __future__ import annotations

from functools import partial

import numpy as np

from afterglow_lab.baselines.resizing import bicubic
from afterglow_lab.degradations.jpeg import jpeg
from afterglow_lab.evaluation.pairs import Damage


def damages(
    jpeg: list[int], mosaic: list[int], noise: list[float], shrink: list[int]
) -> list[tuple[str, Damage, int]]:
    """Name, damage and scale of each one asked for."""
    return [
        *((f"JPEG q{quality}", partial(_jpeg, quality=quality), 1) for quality in jpeg),
        *((f"mosaic {block}", partial(_mosaic, block=block), 1) for block in mosaic),
        *((f"noise σ{sigma:g}", partial(_noise, sigma=sigma), 1) for sigma in noise),
        *((f"×{factor}", partial(_shrunk, factor=factor), factor) for factor in shrink),
    ]


def _jpeg(pixels: np.ndarray, rng: np.random.Generator, quality: int) -> np.ndarray:
    """Stored once by OpenCV's encoder, 4:2:0 as it is set by default."""
    return _to_bytes(jpeg(pixels.astype(np.float32) / 255, quality, "4:2:0"))


def _mosaic(pixels: np.ndarray, rng: np.random.Generator, block: int) -> np.ndarray:
    """Squares of `block` pixels in their mean colour, from the top left."""
    rows, columns = (-(-side // block) * block for side in pixels.shape[:2])
    grown = np.pad(pixels, ((0, rows - pixels.shape[0]), (0, columns - pixels.shape[1]), (0, 0)), mode="edge")
    means = grown.reshape(rows // block, block, columns // block, block, 3).mean(axis=(1, 3))
    squares = np.rint(means).astype(np.uint8).repeat(block, axis=0).repeat(block, axis=1)
    cut: np.ndarray = squares[: pixels.shape[0], : pixels.shape[1]]
    return cut


def _noise(pixels: np.ndarray, rng: np.random.Generator, sigma: float) -> np.ndarray:
    """Gaussian noise of `sigma` 8-bit steps."""
    noisy = pixels + rng.normal(0, sigma, pixels.shape)
    return _to_bytes(noisy / 255)


def _shrunk(pixels: np.ndarray, rng: np.random.Generator, factor: int) -> np.ndarray:
    """Made smaller by antialiased bicubic interpolation."""
    rows, columns = (side // factor for side in pixels.shape[:2])
    small = bicubic(pixels.astype(np.float32) / 255, (rows, columns))
    return _to_bytes(small)


def _to_bytes(unit: np.ndarray) -> np.ndarray:
    rounded: np.ndarray = np.rint(np.clip(unit, 0, 1) * 255).astype(np.uint8)
    return rounded
