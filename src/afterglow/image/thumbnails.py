"""Small pictures for lists, in sRGB, without decoding the whole file where its format allows."""

from __future__ import annotations

import numpy as np
import pyvips

from afterglow.image.codecs import vips
from afterglow.image.files import READERS
from afterglow.image.geometry import Size
from afterglow.image.image import from_unit, to_unit
from afterglow.image.limits import DESKTOP, Limits
from afterglow.image.resizing import resize
from afterglow.image.source import Readable, Source, opened

WHITE = [255, 255, 255]


def thumbnail(source: Readable, side: int, *, limits: Limits = DESKTOP) -> np.ndarray:
    """The picture in a file, upright, its longer side at most `side` pixels: rows × columns × 3 in 8 bits."""
    with opened(source, limits) as taken:
        if taken.format in vips.LOADERS:
            return _shrunk(taken, side, limits)
        image = READERS[taken.format](taken, None, limits)
    within = image.size.fitted(Size(side, side)) if max(image.size) > side else image.size
    return from_unit(to_unit(resize(image.pixels, within)), np.dtype(np.uint8))


def _shrunk(source: Source, side: int, limits: Limits) -> np.ndarray:
    image = vips.opened(source.file, source.format, source.name)
    limits.check(Size(image.width, image.height), source.weight)
    with vips.speaking_of(source.name, source.format):
        # Decoders that can give an eighth of a picture at once are asked for that.
        small = pyvips.Image.thumbnail_source(
            vips.source_of(source.file), side, height=side, size="down", export_profile="srgb"
        )
        small = small.colourspace("srgb").cast("uchar")
        if small.hasalpha():
            small = small.flatten(background=WHITE)
        return np.asarray(small.numpy()[:, :, :3])
