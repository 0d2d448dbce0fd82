"""Making two pictures comparable: one size, no alpha; what was done for it is said, never hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from afterglow.image import Size, resize
from afterglow.image.image import Image, from_unit, to_unit

SHAPES_DIFFER = 0.01  # of the ratio of width to height
BEHIND = np.float32(0.5)  # the gray that transparent pictures are laid on


def made_alike(picture: Image, other: Image, name: str, other_name: str) -> tuple[Image, tuple[str, ...]]:
    """`picture` as it can be laid over `other`, and notes on what had to be done."""
    flat, notes = opaque(picture, name)
    if flat.size == other.size:
        return flat, notes
    how = f"{name} has {flat.size} pixels and {other_name} {other.size}: it was resampled"
    if _shape_differs(flat.size, other.size):
        how += ", and stretched, for their shapes differ"
    return resize(flat, other.size), (*notes, how)


def opaque(picture: Image, name: str) -> tuple[Image, tuple[str, ...]]:
    """The picture on middle gray where it is transparent."""
    if picture.alpha is None or (picture.alpha == picture.full_scale).all():
        return replace(picture, alpha=None), ()
    cover = to_unit(picture.alpha)[:, :, None]
    laid = to_unit(picture.pixels) * cover + BEHIND * (1 - cover)
    flat = replace(picture, pixels=from_unit(laid, picture.pixels.dtype), alpha=None)
    return flat, (f"{name} is partly transparent: it was laid on gray",)


def _shape_differs(size: Size, other: Size) -> bool:
    return abs(size.width * other.height / (size.height * other.width) - 1) > SHAPES_DIFFER
