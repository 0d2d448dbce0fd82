"""What a picture is."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from afterglow.errors import UnsupportedPicture
from afterglow.image.gain_map import GainMap, part_of
from afterglow.image.geometry import Box, Size

Pixels = np.ndarray
"""Rows × columns × 3, RGB, uint8, uint16 or float32, read-only once it is in an `Image`; may live on disk."""

FULL_SCALE = {np.dtype(np.uint8): 255.0, np.dtype(np.uint16): 65535.0, np.dtype(np.float32): 1.0}


@dataclass(frozen=True)
class Origin:
    """What the file said of itself, so that the copy can be written as good as it was."""

    format: str = ""  # "jpeg", "png", "webp", "tiff", "avif", "heic", "bmp", "raw" …; "" when not from a file
    quality: int | None = None  # JPEG quality estimated from the tables, 1 to 100
    subsampling: str | None = None  # "4:4:4", "4:2:2", "4:2:0", "4:1:1"
    lossless: bool = True
    bits: int = 8
    palette: bool = False
    frames: int = 1
    dots_per_inch: tuple[float, float] | None = None
    turned: bool = False  # stored lying or mirrored, with a tag to turn it


@dataclass(frozen=True, eq=False)
class Image:
    """A picture in the depth and encoding of its file, with all that rides along.

    `pixels` is RGB even for gray pictures (`gray` remembers), upright, and read-only. They are encoded as in
    the file: `profile` says what the numbers mean. `alpha`, rows × columns in the same depth, is straight.
    """

    pixels: Pixels
    alpha: np.ndarray | None = None
    gray: bool = False
    profile: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    gain_map: GainMap | None = None
    origin: Origin = field(default_factory=Origin)
    notes: tuple[str, ...] = ()  # what the reader must tell the user: "the gain map was dropped", …

    def __post_init__(self) -> None:
        if self.pixels.dtype not in FULL_SCALE:
            raise UnsupportedPicture(
                f"Pixels of type {self.pixels.dtype} are not understood",
                hint="Give uint8, uint16 or float32.",
            )
        if self.pixels.ndim != 3 or self.pixels.shape[2] != 3 or 0 in self.pixels.shape:
            raise UnsupportedPicture(
                f"Pixels of shape {self.pixels.shape} are not a picture",
                hint="Give rows × columns × 3 (RGB).",
            )
        self.pixels.flags.writeable = False

    @property
    def size(self) -> Size:
        return Size(self.pixels.shape[1], self.pixels.shape[0])

    @property
    def full_scale(self) -> float:
        """The number that means white in this depth: 255, 65535 or 1."""
        return FULL_SCALE[self.pixels.dtype]

    def with_pixels(self, pixels: Pixels) -> Image:
        """This picture with other pixels of the same meaning."""
        return replace(self, pixels=pixels)

    def save(self, path: str | os.PathLike[str], **options: Any) -> tuple[str, ...]:
        """Write to a file, with the options of `afterglow.image.write`; returns what could not be kept."""
        from afterglow.image.files import write  # codecs load only when a file is touched

        return write(self, path, **options)

    def cut(self, box: Box) -> Image:
        """The part of this picture that lies in `box`, with its part of the alpha and the gain map."""
        box = box.within(self.size)
        part = part_of(self.gain_map, box, self.size) if self.gain_map else None
        alpha = None if self.alpha is None else self.alpha[box.slices]
        return replace(self, pixels=self.pixels[box.slices], alpha=alpha, gain_map=part)

    def with_notes(self, *notes: str) -> Image:
        return replace(self, notes=self.notes + notes)


def to_unit(pixels: np.ndarray) -> np.ndarray:
    """Pixels of any depth as float32, 0 to 1."""
    if pixels.dtype == np.float32:
        return pixels
    return pixels.astype(np.float32) * np.float32(1 / FULL_SCALE[pixels.dtype])


def from_unit(unit: np.ndarray, depth: np.dtype) -> np.ndarray:
    """Float32 pixels, 0 to 1, in another depth; whole-number depths are clipped and rounded."""
    if depth == np.float32:
        return unit.astype(np.float32, copy=False)
    full = FULL_SCALE[np.dtype(depth)]
    scaled: np.ndarray = np.rint(np.clip(unit, 0, 1) * np.float32(full))
    return scaled.astype(depth)
