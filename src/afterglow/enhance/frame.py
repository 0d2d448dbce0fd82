"""Bringing a picture to the exact size that was asked for."""

from __future__ import annotations

import numpy as np

from afterglow.enhance.recipe import Recipe, parse_size
from afterglow.image.geometry import Box, Size


def framed(pixels: np.ndarray, recipe: Recipe, ground: float = 0) -> np.ndarray:
    """`pixels` padded with `ground` or cropped about the middle to the recipe's size; unchanged where it has none."""
    exact = parse_size(recipe.size)
    if exact is None or Size(pixels.shape[1], pixels.shape[0]) == exact:
        return pixels
    width, height = exact
    if recipe.fit == "crop":
        left, top = (pixels.shape[1] - width) // 2, (pixels.shape[0] - height) // 2
        return pixels[Box(left, top, left + width, top + height).slices]
    canvas = np.full((height, width, *pixels.shape[2:]), ground, pixels.dtype)
    left, top = (width - pixels.shape[1]) // 2, (height - pixels.shape[0]) // 2
    canvas[Box(left, top, left + pixels.shape[1], top + pixels.shape[0]).slices] = pixels
    return canvas
