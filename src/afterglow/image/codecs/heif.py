"""HEIC, the phones' own format, through pillow-heif: libvips comes without a decoder for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from afterglow.image.codecs.cicp import profile_by_name
from afterglow.image.codecs.pillow import speaking_of
from afterglow.image.codecs.vips import white_of
from afterglow.image.geometry import Size
from afterglow.image.image import Image, Origin
from afterglow.image.limits import Limits
from afterglow.image.metadata.baggage import Baggage, unpacked
from afterglow.image.scratch import new_canvas
from afterglow.image.source import Source


def read_heic(source: Source, memory: int | None, limits: Limits) -> Image:
    """The main picture of a HEIC file."""
    with _opened(source) as (picture, count):
        limits.check(Size(*picture.size), source.weight)
        given = np.asarray(picture)
        given = given[:, :, None] if given.ndim == 2 else given
        bits = int(picture.info.get("bit_depth", 8))
        pixels = new_canvas((*given.shape[:2], 3), given.dtype, memory)
        if 8 < bits < 16:
            # Shifted up to 16 bits, white would end below 65535.
            given = np.rint(given * np.float32(white_of(bits))).astype(np.uint16)
        pixels[:] = given[:, :, :3] if given.shape[2] >= 3 else given[:, :, :1]
        alpha = np.ascontiguousarray(given[:, :, -1]) if given.shape[2] in (2, 4) else None
        info = picture.info
        baggage, _ = unpacked(
            Baggage(info.get("exif"), info.get("xmp"))
        )  # its container has turned it already
        profile, unknown = profile_by_name(source, info.get("icc_profile") or None)
        notes = [*baggage.notes, *unknown]
        if count > 1:
            notes.append(f"The file holds {count} pictures: the main one was taken.")
        if info.get("aux"):
            notes.append("The HDR gain map or depth beside the picture was left out.")
        return Image(
            pixels,
            alpha=alpha,
            gray=given.shape[2] < 3,
            profile=profile,
            exif=baggage.exif,
            xmp=baggage.xmp,
            origin=Origin("heic", lossless=False, bits=bits),
            notes=tuple(notes),
        )


def heic_header(source: Source, limits: Limits) -> tuple[Size, int]:
    """Size of the main picture, which counts as the only one."""
    with _opened(source) as (picture, _):
        limits.check(Size(*picture.size), source.weight)
        return Size(*picture.size), 1


@contextlib.contextmanager
def _opened(source: Source) -> Iterator[tuple[Any, int]]:
    import pillow_heif

    with speaking_of(source.name, "HEIC"):
        source.file.seek(0)
        held = pillow_heif.open_heif(source.file, convert_hdr_to_8bit=False)
        yield held[held.primary_index], len(held)
