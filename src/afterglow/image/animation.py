"""Pictures that move: all frames in, all frames out, with their timing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from afterglow.errors import CannotWrite, UnsupportedPicture, WrongOption
from afterglow.image.codecs import moving
from afterglow.image.codecs.still import refuse_several
from afterglow.image.files import refuse_same_file
from afterglow.image.formats import FORMATS, Format, format_named
from afterglow.image.geometry import Size
from afterglow.image.image import Image, Origin
from afterglow.image.landing import landing
from afterglow.image.limits import DESKTOP, Limits
from afterglow.image.metadata.baggage import Baggage, fitted
from afterglow.image.scratch import new_canvas, release
from afterglow.image.source import Readable, opened


@dataclass(frozen=True, eq=False)
class Animation:
    """Frames of one size, how long each is shown, and how often all are repeated (0: for ever)."""

    pixels: np.ndarray  # frames × rows × columns × 3, uint8, read-only; may live on disk
    alpha: np.ndarray | None
    delays: tuple[int, ...]  # milliseconds
    loops: int = 0
    profile: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    origin: Origin = field(default_factory=Origin)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.delays)

    @property
    def size(self) -> Size:
        return Size(self.pixels.shape[2], self.pixels.shape[1])

    @property
    def frames(self) -> Iterator[Image]:
        """Each frame as a picture of its own."""
        for index in range(len(self)):
            alpha = None if self.alpha is None else self.alpha[index]
            yield Image(self.pixels[index], alpha=alpha, profile=self.profile, origin=self.origin)
            release(self.pixels)

    def with_frames(self, frames: Iterable[Image], memory: int | None = None) -> Animation:
        """The same timing with other pictures, as many as before and all of one size."""
        pixels: np.ndarray | None = None
        alpha: np.ndarray | None = None
        for index, frame in enumerate(frames):
            if pixels is None:
                shape = (len(self), *frame.pixels.shape)
                pixels = new_canvas(shape, frame.pixels.dtype, memory)
                alpha = new_canvas(shape[:3], frame.pixels.dtype, memory) if frame.alpha is not None else None
            pixels[index] = frame.pixels
            if alpha is not None:
                alpha[index] = frame.alpha
            release(pixels)
        if pixels is None:
            raise WrongOption("An animation needs at least one frame", hint="Give as many as it had.")
        return replace(self, pixels=pixels, alpha=alpha)


def read_frames(source: Readable, *, memory: int | None = None, limits: Limits = DESKTOP) -> Animation:
    """All frames of an animated GIF, WebP, PNG or AVIF, each as a viewer would show it."""
    with opened(source, limits) as taken:
        if taken.format not in moving.READERS:
            refuse_several(taken)
            label = FORMATS[taken.format].label
            raise UnsupportedPicture(
                f"{taken.name} is a {label} file, which cannot move", hint="Read it as one picture."
            )
        return Animation(*moving.READERS[taken.format](taken, memory, limits))


def write_frames(
    animation: Animation,
    path: str | os.PathLike[str],
    *,
    format: str = "same",
    quality: int = 0,
    strip_gps: bool = False,
    strip_all: bool = False,
    overwrite: bool = False,
    source: str | os.PathLike[str] | None = None,
) -> tuple[str, ...]:
    """Write all frames with their timing, and count them again; returns what could not be kept."""
    target = Path(path)
    chosen = _format_to_write(format, target, animation.origin.format)
    if source is not None:
        refuse_same_file(Path(source), target)
    if max(animation.size) > chosen.longest_side:
        raise CannotWrite(
            f"Frames of {animation.size} are too large for {chosen.label}", hint="Write it as PNG."
        )
    kept = fitted(
        Baggage(animation.exif, animation.xmp), animation.size, strip_gps=strip_gps, strip_all=strip_all
    )
    reel = moving.Reel(
        animation.pixels,
        animation.alpha,
        animation.delays,
        animation.loops,
        animation.profile,
        kept.exif,
        kept.xmp,
        animation.origin,
    )
    with landing(target, overwrite=overwrite) as descriptor:
        notes = moving.WRITERS[chosen.name](reel, descriptor, quality)
        os.fsync(descriptor)
        moving.verify(descriptor, chosen.name, reel, target.name)
    return (*kept.notes, *notes)


def _format_to_write(asked: str, path: Path, origin: str) -> Format:
    if asked == "same":
        named = format_named(path)
        asked = named.name if named else origin
    if asked not in moving.WRITERS:
        choices = ", ".join(moving.WRITERS)
        raise WrongOption(
            f"{FORMATS[asked].label if asked in FORMATS else asked} cannot move", hint=f"Choose {choices}."
        )
    return FORMATS[asked]
