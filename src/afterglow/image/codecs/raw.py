"""Camera RAW through LibRaw, an extra: developed plainly, 16 bits deep, in sRGB."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from afterglow.errors import AfterglowError, UnreadableFile, UnsupportedPicture
from afterglow.image.codecs import tiff, vips
from afterglow.image.geometry import Size
from afterglow.image.image import Image, Origin
from afterglow.image.limits import Limits
from afterglow.image.metadata.baggage import Baggage, unpacked
from afterglow.image.source import Source


def read_raw(source: Source, memory: int | None, limits: Limits) -> Image:
    """The picture as the camera's white balance and LibRaw's default development show it."""
    with _opened(source) as raw:
        limits.check(_size(raw), source.weight)
        # LibRaw's own default curve is that of television; this one is sRGB's.
        pixels = raw.postprocess(output_bps=16, use_camera_wb=True, gamma=(2.4, 12.92))
        baggage, _ = unpacked(Baggage(_exif(source)))  # LibRaw has turned it upright
        return Image(
            pixels,
            profile=vips.builtin_profile("srgb"),
            exif=baggage.exif,
            origin=Origin("raw", bits=16),
            notes=(*baggage.notes, "The RAW was developed with the camera's white balance."),
        )


def raw_header(source: Source, limits: Limits) -> tuple[Size, int]:
    """Upright size of the developed picture."""
    with _opened(source) as raw:
        size = _size(raw)
        limits.check(size, source.weight)
        return size, 1


def _exif(source: Source) -> bytes | None:
    # Most cameras build their RAW like a TIFF, and their EXIF lies where a TIFF's does.
    return tiff.exif_of(source.file) if source.head[:4] in (b"II*\x00", b"MM\x00*") else None


def _size(raw: Any) -> Size:
    sides = Size(raw.sizes.width, raw.sizes.height)
    return Size(sides.height, sides.width) if raw.sizes.flip in (5, 6) else sides


@contextlib.contextmanager
def _opened(source: Source) -> Iterator[Any]:
    try:
        import rawpy
    except ImportError as error:
        raise UnsupportedPicture(
            f"{source.name} is camera RAW, which needs one more part",
            hint="Run: pip install 'afterglow[raw]'",
        ) from error
    try:
        source.file.seek(0)
        with rawpy.imread(source.file) as raw:
            yield raw
    except AfterglowError:
        raise
    except Exception as error:
        raise UnreadableFile(
            f"{source.name} is damaged, or from a camera that is not known",
            hint="Convert it to DNG with the maker's program and try again.",
        ) from error
