"""The damages of published benchmarks, the same for the same picture."""

from __future__ import annotations

import tomllib
from functools import partial

import numpy as np

from afterglow.errors import WrongOption
from afterglow_lab.baselines.resizing import bicubic
from afterglow_lab.degradations import build_damage
from afterglow_lab.degradations.jpeg import jpeg
from afterglow_lab.evaluation.pairs import Both, Damage


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


def damage_of(text: str) -> tuple[str, Damage, int]:
    """One of the lab's own, written as in a run file: `dark = { kind = "night", iso = [3200, 3200] }`."""
    try:
        ((name, table),) = tomllib.loads(text).items()
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise WrongOption(
            f"The damage {text!r} is not understood", hint='Write name = { kind = "…", … }.'
        ) from error
    damage = build_damage(table, name)
    # A camera also changes what is asked for: the same scene without its faults.
    pair = getattr(damage, "pair", None) or (lambda pixels, rng: (damage(pixels, rng), pixels))

    def both(pixels: np.ndarray, rng: np.random.Generator) -> Both:
        damaged, target = pair(pixels.astype(np.float32) / 255, rng)
        return _to_bytes(damaged), _to_bytes(target)

    return name, both, 1


def _jpeg(pixels: np.ndarray, rng: np.random.Generator, quality: int) -> Both:
    """Stored once by OpenCV's encoder, 4:2:0 as it is set by default."""
    return _to_bytes(jpeg(pixels.astype(np.float32) / 255, quality, "4:2:0")), pixels


def _mosaic(pixels: np.ndarray, rng: np.random.Generator, block: int) -> Both:
    """Squares of `block` pixels in their mean colour, from the top left."""
    rows, columns = (-(-side // block) * block for side in pixels.shape[:2])
    grown = np.pad(pixels, ((0, rows - pixels.shape[0]), (0, columns - pixels.shape[1]), (0, 0)), mode="edge")
    means = grown.reshape(rows // block, block, columns // block, block, 3).mean(axis=(1, 3))
    squares = np.rint(means).astype(np.uint8).repeat(block, axis=0).repeat(block, axis=1)
    return squares[: pixels.shape[0], : pixels.shape[1]], pixels


def _noise(pixels: np.ndarray, rng: np.random.Generator, sigma: float) -> Both:
    """Gaussian noise of `sigma` 8-bit steps."""
    noisy = pixels + rng.normal(0, sigma, pixels.shape)
    return _to_bytes(noisy / 255), pixels


def _shrunk(pixels: np.ndarray, rng: np.random.Generator, factor: int) -> Both:
    """Made smaller by antialiased bicubic interpolation."""
    rows, columns = (side // factor for side in pixels.shape[:2])
    small = bicubic(pixels.astype(np.float32) / 255, (rows, columns))
    return _to_bytes(small), pixels


def _to_bytes(unit: np.ndarray) -> np.ndarray:
    rounded: np.ndarray = np.rint(np.clip(unit, 0, 1) * 255).astype(np.uint8)
    return rounded
