"""Pixels to files: JPEG, PNG, WebP, TIFF, AVIF, each with as much of what rides along as it can hold."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyvips

from afterglow.errors import CannotWrite
from afterglow.image.codecs import avif, jpeg, png, tiff, vips, webp
from afterglow.image.codecs.insertion import inserting
from afterglow.image.formats import Format
from afterglow.image.gain_map import GainMap, fits
from afterglow.image.image import Image
from afterglow.image.metadata import iptc, xmp
from afterglow.image.metadata.baggage import Baggage, fitted

GOOD_QUALITY = 92
"""What a lossy file gets at least when nobody asked for a number: the rest up to 100 is hard to see."""

OPTIMISED_UP_TO = 32_000_000
"""Pixels of a JPEG that gets the best Huffman tables: they save 12 % but hold 6 bytes per pixel in memory."""

AVIF_EFFORT = 2
"""Four times faster than 4 for a tenth more bytes."""


@dataclass(frozen=True)
class Encoding:
    """How a picture is to be written; `quality` 0 means at least as good as it came."""

    format: Format
    quality: int = 0
    strip_gps: bool = False
    strip_all: bool = False


@dataclass(frozen=True)
class Parcel:
    """A picture ready for an encoder: depth, channels and colours are such as the format can hold."""

    image: pyvips.Image
    baggage: Baggage
    profile: bytes | None
    original: Image
    quality: int
    lossless: bool
    gain_map: GainMap | None = None


def encode(image: Image, descriptor: int, encoding: Encoding) -> tuple[str, ...]:
    """Write into an open, empty file; returns what could not be kept."""
    format = encoding.format
    longest = max(image.size)
    if longest > format.longest_side:
        raise CannotWrite(
            f"{format.label} files are at most {format.longest_side:,} pixels a side, not {longest:,}",
            hint="Write it as TIFF or PNG.",
        )
    prepared, profile, notes = _prepared(image, format)
    gain_map, lost = _gain_map(image, format)
    packet = xmp.without_gain_map(image.xmp) if image.xmp and not gain_map else image.xmp
    kept = fitted(
        Baggage(image.exif, packet, image.iptc),
        image.size,
        strip_gps=encoding.strip_gps,
        strip_all=encoding.strip_all,
    )
    lossless = not encoding.quality and image.origin.lossless
    parcel = Parcel(prepared, kept, profile, image, _quality(encoding, image), lossless, gain_map)
    return (*notes, *lost, *kept.notes, *ENCODERS[format.name](parcel, descriptor))


def _quality(encoding: Encoding, image: Image) -> int:
    if encoding.quality:
        return encoding.quality
    return min(100, max(GOOD_QUALITY, image.origin.quality or 0))


def _gain_map(image: Image, format: Format) -> tuple[GainMap | None, tuple[str, ...]]:
    if image.gain_map is None:
        return None, ()
    if format.name != "jpeg":
        return None, (
            f"THE HDR GAIN MAP WAS LEFT OUT: {format.label} has no place for it here. Choose JPEG.",
        )
    if not fits(image.gain_map, image.size):
        return None, ("THE HDR GAIN MAP WAS LEFT OUT: the picture's shape has changed.",)
    return image.gain_map, ()


def _prepared(image: Image, format: Format) -> tuple[pyvips.Image, bytes | None, tuple[str, ...]]:
    """The picture as this format can hold it: lay on white, make it RGB, round it, in that order."""
    notes: list[str] = []
    alpha, gray, profile = image.alpha, image.gray, image.profile
    if alpha is not None and not format.alpha:
        notes.append(f"{format.label} has no transparency: the picture was laid on white.")
    colours = profile[16:20] if profile else None
    gray = gray and (format.gray or colours == b"GRAY")
    if format.name == "png" and colours == b"RGB ":
        gray = False  # PNG forbids an RGB profile on gray pixels
    made = vips.with_density(vips.from_arrays(image.pixels, alpha, gray), image.origin.dots_per_inch)
    if alpha is not None and not format.alpha:
        made = made.flatten(background=image.full_scale, max_alpha=image.full_scale)
    if gray and not format.gray:
        made, profile = vips.gray_to_srgb(made, profile), vips.builtin_profile("srgb")
        notes.append(f"{format.label} has no gray profiles: the picture became sRGB.")
    depth = image.pixels.dtype
    if depth not in format.depths:
        target = np.dtype(np.uint16) if np.dtype(np.uint16) in format.depths else np.dtype(np.uint8)
        came, goes = ("32-bit float" if depth == np.float32 else "16 bits"), target.itemsize * 8
        made = vips.to_depth(made, target)
        if format.name != "avif":  # it says so itself, as it holds 12 of the 16
            notes.append(f"{format.label} holds {goes} bits per channel at most: {came} were rounded.")
    return made, profile, tuple(notes)


def _to_jpeg(parcel: Parcel, descriptor: int) -> tuple[str, ...]:
    kept, gain_map = parcel.baggage, parcel.gain_map
    packet = kept.xmp
    if gain_map and (packet or gain_map.speaks_xmp):
        packet = xmp.with_gain_map(packet, len(gain_map.file))
    extra, notes = _jpeg_metadata(replace(kept, xmp=packet), parcel.profile)
    # The room for what announces the gain map is filled once the main picture's length is known.
    room = jpeg.packed(jpeg.APP2, jpeg.announcement(0, 0, 0))
    extra = jpeg.opening(parcel.original.origin.dots_per_inch) + extra
    if gain_map:
        said = jpeg.packed(jpeg.APP2, jpeg.ISO_GAIN_MAP + gain_map.iso) if gain_map.iso else b""
        extra += said + room
    full_colour = parcel.quality >= 90 or parcel.original.origin.subsampling == "4:4:4"
    vips.save_through(
        parcel.image,
        "jpeg",
        inserting(extra, 2, lambda piece: _write_all(descriptor, piece)),
        parcel.original.pixels,
        Q=parcel.quality,
        subsample_mode="off" if full_colour else "on",
        optimize_coding=parcel.original.size.pixels <= OPTIMISED_UP_TO,
        keep="none",
    )
    if gain_map:
        primary = os.lseek(descriptor, 0, os.SEEK_END)
        _write_all(descriptor, gain_map.file)
        os.lseek(descriptor, 0, os.SEEK_SET)
        start = os.read(descriptor, len(extra) + 64).index(room) + 4
        os.lseek(descriptor, start, os.SEEK_SET)
        _write_all(descriptor, jpeg.announcement(primary, start, len(gain_map.file)))
    return notes


def _jpeg_metadata(kept: Baggage, profile: bytes | None) -> tuple[bytes, tuple[str, ...]]:
    extra, notes = b"", tuple[str, ...]()
    for what, marker, label, content in (
        ("EXIF data", jpeg.APP1, jpeg.EXIF, kept.exif),
        ("XMP data", jpeg.APP1, jpeg.XMP, kept.xmp),
        ("IPTC data", jpeg.APP13, b"", iptc.to_photoshop(kept.iptc) if kept.iptc else None),
    ):
        if content is None:
            continue
        if len(label) + len(content) > jpeg.LONGEST_CONTENT:
            notes = (*notes, f"The {what} does not fit into a JPEG and was left out.")
            continue
        extra += jpeg.packed(marker, label + content)
    return extra + (jpeg.profile_segments(profile) if profile else b""), notes


def _to_png(parcel: Parcel, descriptor: int) -> tuple[str, ...]:
    kept = parcel.baggage
    vips.save_through(
        _with_blocks(parcel),
        "png",
        inserting(
            png.chunk(b"eXIf", kept.exif) if kept.exif else b"",
            png.HEADER_END,
            lambda piece: _write_all(descriptor, piece),
        ),
        parcel.original.pixels,
        compression=6,
        filter="all",
        keep="icc|xmp",
    )
    return _without_iptc(parcel, "PNG")


def _to_webp(parcel: Parcel, descriptor: int) -> tuple[str, ...]:
    pieces: list[bytes] = []
    vips.save_through(
        parcel.image,
        "webp",
        pieces.append,
        parcel.original.pixels,
        Q=parcel.quality,
        lossless=parcel.lossless,
        exact=True,
        alpha_q=100,
        smart_subsample=parcel.quality >= 90,
        keep="none",
    )
    kept, alpha = parcel.baggage, parcel.image.hasalpha()
    content = b"".join(pieces)
    size = parcel.original.size
    _write_all(descriptor, webp.with_metadata(content, size, alpha, parcel.profile, kept.exif, kept.xmp))
    return _without_iptc(parcel, "WebP")


def _to_avif(parcel: Parcel, descriptor: int) -> tuple[str, ...]:
    deep = parcel.image.format == "ushort"
    came = parcel.original.origin.bits
    came = came if came in (10, 12) and parcel.original.pixels.dtype == np.uint16 else 16
    bits = min(came, 12) if deep else 8
    kept = parcel.baggage
    vips.save(
        vips.with_blob(_with_blocks(parcel), "exif-data", jpeg.EXIF + kept.exif if kept.exif else None),
        "heif",
        descriptor,
        parcel.original.pixels,
        compression="av1",
        Q=parcel.quality,
        lossless=parcel.lossless,
        bitdepth=bits,
        effort=AVIF_EFFORT,
        subsample_mode="off" if parcel.quality >= 90 or parcel.lossless else "on",
        # Without a block of its own, libvips would make one up.
        keep="icc|xmp|exif" if kept.exif else "icc|xmp",
    )
    if kept.exif:
        avif.put_exif(descriptor, kept.exif)
    rounded = (
        ("AVIF holds 12 bits per channel at most: the others were rounded.",) if deep and came > 12 else ()
    )
    return (*rounded, *_without_iptc(parcel, "AVIF"))


def _to_tiff(parcel: Parcel, descriptor: int) -> tuple[str, ...]:
    image = parcel.image
    weight = image.width * image.height * image.bands * parcel.original.pixels.dtype.itemsize
    vips.save(
        vips.with_blob(image, "icc-profile-data", parcel.profile),
        "tiff",
        descriptor,
        parcel.original.pixels,
        compression="deflate",
        predictor="float" if image.format == "float" else "horizontal",
        bigtiff=weight > 3_500_000_000,
        keep="icc",
    )
    kept = parcel.baggage
    if kept.exif or kept.xmp or kept.iptc:
        tiff.graft(descriptor, kept.exif, kept.xmp, kept.iptc)
    return ()


ENCODERS: dict[str, Callable[[Parcel, int], tuple[str, ...]]] = {
    "jpeg": _to_jpeg,
    "png": _to_png,
    "webp": _to_webp,
    "tiff": _to_tiff,
    "avif": _to_avif,
}


def _with_blocks(parcel: Parcel) -> pyvips.Image:
    image = vips.with_blob(parcel.image, "icc-profile-data", parcel.profile)
    return vips.with_blob(image, "xmp-data", parcel.baggage.xmp)


def _without_iptc(parcel: Parcel, label: str) -> tuple[str, ...]:
    return (f"{label} has no place for IPTC data: it was left out.",) if parcel.baggage.iptc else ()


def _write_all(descriptor: int, piece: bytes) -> None:
    while piece:
        piece = piece[os.write(descriptor, piece) :]
