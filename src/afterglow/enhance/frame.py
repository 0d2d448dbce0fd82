"""Bringing a picture to the exact size that was asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from afterglow.enhance.recipe import Recipe, parse_size
from afterglow.errors import AfterglowError
from afterglow.image.gain_map import part_of
from afterglow.image.geometry import Box, Size
from afterglow.image.image import Image


def framed(image: Image, recipe: Recipe) -> Image:
    """`image` padded with black or cropped about its middle to the recipe's size; unchanged where it has none.

    Alpha and gain map are framed alike: bars are transparent, and shine no brighter than black does.
    """
    exact = parse_size(recipe.size)
    if exact is None or image.size == exact:
        return image
    frame = Size(*exact)
    left, top = (image.size.width - frame.width) // 2, (image.size.height - frame.height) // 2
    box = Box(left, top, left + frame.width, top + frame.height)
    alpha = None if image.alpha is None else _seen(image.alpha, box)
    return _with_part_of_map(replace(image, pixels=_seen(image.pixels, box), alpha=alpha), box, image.size)


def _seen(pixels: np.ndarray, box: Box) -> np.ndarray:
    """What lies in `box`; nothing, which is 0, where that reaches beyond the pixels."""
    inside = box.within(Size(pixels.shape[1], pixels.shape[0]))
    if inside == box:
        return pixels[box.slices]
    canvas = np.zeros((box.size.height, box.size.width, *pixels.shape[2:]), pixels.dtype)
    canvas[inside.moved(-box.left, -box.top).slices] = pixels[inside.slices]
    return canvas


def _with_part_of_map(image: Image, box: Box, size: Size) -> Image:
    if image.gain_map is None:
        return image
    try:
        return replace(image, gain_map=part_of(image.gain_map, box, size))
    except AfterglowError:
        return replace(image, gain_map=None).with_notes("THE HDR GAIN MAP WAS LEFT OUT: it is damaged.")
