"""Pictures in files: read with everything that rides along, written without losing or harming anything."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from afterglow.errors import CannotWrite, UnreadableFile
from afterglow.image.codecs import vips
from afterglow.image.codecs.encoding import Encoding, encode
from afterglow.image.codecs.heif import heic_header, read_heic
from afterglow.image.codecs.pillow import bmp_header, read_bmp
from afterglow.image.codecs.raw import raw_header, read_raw
from afterglow.image.codecs.still import header, read_still
from afterglow.image.formats import format_to_write
from afterglow.image.geometry import Size
from afterglow.image.image import Image
from afterglow.image.landing import landing, told_of
from afterglow.image.limits import DESKTOP, Limits
from afterglow.image.source import Readable, Source, opened

READERS: dict[str, Callable[[Source, int | None, Limits], Image]] = {
    **dict.fromkeys(("jpeg", "png", "webp", "tiff", "avif", "gif"), read_still),
    "heic": read_heic,
    "bmp": read_bmp,
    "raw": read_raw,
}

HEADERS: dict[str, Callable[[Source, Limits], tuple[Size, int]]] = {
    "heic": heic_header,
    "bmp": bmp_header,
    "raw": raw_header,
}


@dataclass(frozen=True)
class Look:
    """What a file's header says, before any pixel is decoded."""

    format: str
    size: Size
    frames: int
    weight: int


def read(source: Readable, *, memory: int | None = None, limits: Limits = DESKTOP) -> Image:
    """The picture in a file, upright, in its own depth and encoding, with all that rides along.

    Beyond a share of `memory` bytes its pixels stay in a scratch file on disk and still index like an array.
    """
    with opened(source, limits) as taken:
        return READERS[taken.format](taken, memory, limits)


def probe(source: Readable, *, limits: Limits = DESKTOP) -> Look:
    """Format, upright size and number of frames, from the header alone."""
    with opened(source, limits) as taken:
        size, frames = HEADERS.get(taken.format, header)(taken, limits)
        return Look(taken.format, size, frames, taken.weight)


def write(
    image: Image,
    path: str | os.PathLike[str],
    *,
    format: str = "same",
    quality: int = 0,
    strip_gps: bool = False,
    strip_all: bool = False,
    overwrite: bool = False,
    source: str | os.PathLike[str] | None = None,
) -> tuple[str, ...]:
    """Write a picture and read it again; returns what could not be kept, one sentence each.

    `quality` 0 means at least as good as the original. The file appears under its name only when it is whole.
    With `source`, a target that is the source itself is refused, whatever `overwrite` says.
    """
    target = Path(path)
    _check_quality(quality)
    encoding = Encoding(format_to_write(format, target, image.origin.format), quality, strip_gps, strip_all)
    if source is not None:
        refuse_same_file(Path(source), target)
    with landing(target, overwrite=overwrite) as descriptor:
        notes = encode(image, descriptor, encoding)
        os.fsync(descriptor)
        _verify(descriptor, encoding, image.size, target.name)
    return notes


def copy(source: str | os.PathLike[str], path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
    """The file itself under another name, byte for byte: what a picture that is best left alone becomes."""
    target = Path(path)
    refuse_same_file(Path(source), target)
    with (
        Path(source).open("rb") as file,
        landing(target, overwrite=overwrite) as descriptor,
        os.fdopen(os.dup(descriptor), "w+b") as place,
    ):
        shutil.copyfileobj(file, place)
        for start in (file, place):
            start.seek(0)
        if file_digest(file, "sha256").digest() != file_digest(place, "sha256").digest():
            raise CannotWrite(f"{target.name} reads back as something else", hint="Check the drive.")


def write_bytes(
    image: Image,
    format: str = "same",
    *,
    quality: int = 0,
    strip_gps: bool = False,
    strip_all: bool = False,
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a file with this picture, and what could not be kept."""
    _check_quality(quality)
    encoding = Encoding(format_to_write(format, None, image.origin.format), quality, strip_gps, strip_all)
    with tempfile.TemporaryFile() as file, told_of(Path("the picture")):
        notes = encode(image, file.fileno(), encoding)
        file.seek(0)
        return file.read(), notes


def refuse_same_file(source: Path, target: Path) -> None:
    """Raise `CannotWrite` if writing the target would change the source."""
    with told_of(target):
        try:
            same = source.samefile(target)
        except FileNotFoundError:
            return
        if same:
            raise CannotWrite(
                f"{target.name} is the picture itself, and originals are never changed",
                hint="Choose another name for the result.",
            )


def _check_quality(quality: int) -> None:
    if not 0 <= quality <= 100:
        raise ValueError(f"quality goes from 0 to 100, not to {quality}")


def _verify(descriptor: int, encoding: Encoding, size: Size, name: str) -> None:
    with os.fdopen(os.dup(descriptor), "rb") as file:
        try:
            found = vips.decoded_size(file, encoding.format.name, name)
        except UnreadableFile as error:
            raise CannotWrite(
                f"{name} was written but cannot be read back", hint="Is the drive sound? Try another folder."
            ) from error
    if found != size:
        raise CannotWrite(
            f"{name} was written but reads back as {found}, not {size}", hint="Please report this as a bug."
        )
