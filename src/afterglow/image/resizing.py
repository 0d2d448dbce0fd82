"""Changing the size of pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import PIL.Image

from afterglow.errors import WrongOption
from afterglow.image.geometry import Size
from afterglow.image.image import FULL_SCALE, Image
from afterglow.image.scratch import BAND_ROWS, bands, new_canvas, release

Picture = TypeVar("Picture", Image, np.ndarray)

KERNELS = {
    "nearest": (PIL.Image.Resampling.NEAREST, 1.0),
    "linear": (PIL.Image.Resampling.BILINEAR, 1.0),
    "cubic": (PIL.Image.Resampling.BICUBIC, 2.0),
    "lanczos3": (PIL.Image.Resampling.LANCZOS, 3.0),
}
"""Each kernel, and how many source pixels (of the smaller picture) it reaches to either side."""


def resize(
    picture: Picture, size: tuple[int, int], kernel: str = "lanczos3", memory: int | None = None
) -> Picture:
    """A picture, or bare pixels, in another size; low-pass filtered when it becomes smaller."""
    if kernel not in KERNELS:
        raise WrongOption(f"The kernel {kernel!r} is not known", hint=f"Choose one of {', '.join(KERNELS)}.")
    wanted = Size(*size)
    if isinstance(picture, Image):
        if picture.size == wanted:
            return picture
        pixels = _resized(picture.pixels, wanted, kernel, memory)
        alpha = None if picture.alpha is None else _resized(picture.alpha, wanted, kernel, memory)
        if alpha is not None:
            pixels = _with_colour_weighed_by_alpha(picture, pixels, wanted, kernel, memory)
        return replace(picture, pixels=pixels, alpha=alpha)
    return _resized(picture, wanted, kernel, memory)


def _resized(pixels: np.ndarray, size: Size, kernel: str, memory: int | None) -> np.ndarray:
    """Band by band, so that only a strip of a big picture is in memory as floating-point numbers."""
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    canvas = new_canvas((size.height, size.width, *pixels.shape[2:]), pixels.dtype, memory)
    flat = pixels.reshape(height, width, -1)
    room = canvas.reshape(size.height, size.width, -1)
    step = height / size.height
    margin = int(np.ceil(KERNELS[kernel][1] * max(step, 1))) + 2
    rows = max(1, int(BAND_ROWS / max(step, 1)))
    for top, bottom in bands(size.height, rows):
        first, last = max(0, int(top * step) - margin), min(height, int(np.ceil(bottom * step)) + margin)
        box = (0.0, top * step - first, float(width), min(bottom * step - first, float(last - first)))
        for channel in range(flat.shape[2]):
            strip = _one_channel(flat[first:last, :, channel])
            made = np.asarray(strip.resize((size.width, bottom - top), KERNELS[kernel][0], box=box))
            room[top:bottom, :, channel] = _in_depth(made, pixels.dtype)
        release(canvas)
        release(pixels)
    return canvas


def _one_channel(strip: np.ndarray) -> PIL.Image.Image:
    # 8-bit strips stay so: Pillow filters them with the same result and four times less memory.
    return PIL.Image.fromarray(
        np.ascontiguousarray(strip if strip.dtype == np.uint8 else strip.astype(np.float32))
    )


def _in_depth(made: np.ndarray, depth: np.dtype) -> np.ndarray:
    if depth == np.uint16:
        made = np.rint(np.clip(made, 0, FULL_SCALE[depth]))
    return made.astype(depth, copy=False)


def _with_colour_weighed_by_alpha(
    picture: Image, plain: np.ndarray, size: Size, kernel: str, memory: int | None
) -> np.ndarray:
    """Colours resized so that what is transparent does not bleed into what is not."""
    assert picture.alpha is not None
    full = np.float32(picture.full_scale)
    share = picture.alpha.astype(np.float32)[:, :, None] / full
    if share.min() == 1:
        return plain
    weighed = _resized(picture.pixels.astype(np.float32) * share, size, kernel, memory)
    weight = _resized(share[:, :, 0], size, kernel, memory)[:, :, None]
    seen = weight > 1 / 512
    made = np.where(seen, weighed / np.where(seen, weight, 1), plain.astype(np.float32))
    if plain.dtype != np.float32:
        made = np.rint(np.clip(made, 0, full))
    return made.astype(plain.dtype)
