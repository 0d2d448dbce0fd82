"""A picture as it lies over another, moved by parts of a pixel."""

from __future__ import annotations

import numpy as np
import PIL.Image

from afterglow.image import bands, from_unit, new_canvas, release, to_unit
from afterglow.image.geometry import Box

MARGIN = 4  # pixels that Lanczos' kernel sees around itself


def shifted(pixels: np.ndarray, box: Box, right: float, down: float) -> np.ndarray:
    """What lies in `box` when the picture's corner lies so far to the right and down; nothing may be missing."""
    left, top = box.left - right, box.top - down
    width, height = box.size
    if left == int(left) and top == int(top):
        return pixels[Box(0, 0, width, height).moved(int(left), int(top)).slices]
    canvas = new_canvas((height, width, pixels.shape[2]), pixels.dtype)
    for begin, end in bands(height):
        first = max(0, int(top + begin) - MARGIN)
        strip = to_unit(pixels[first : int(np.ceil(top + end)) + MARGIN])
        lowest = min(float(len(strip)), top + end - first)
        frame = (left, top + begin - first, min(float(strip.shape[1]), left + width), lowest)
        for channel in range(strip.shape[2]):
            one = PIL.Image.fromarray(np.ascontiguousarray(strip[:, :, channel]))
            made = one.resize((width, end - begin), PIL.Image.Resampling.LANCZOS, box=frame)
            canvas[begin:end, :, channel] = from_unit(np.asarray(made), canvas.dtype)
        release(canvas)
        release(pixels)
    return canvas
