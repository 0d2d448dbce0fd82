"""Still pictures that libvips reads: JPEG, PNG, WebP, TIFF, AVIF, GIF."""

from __future__ import annotations

from dataclasses import replace

import pyvips

from afterglow.errors import AfterglowError, UnreadableFile, UnsupportedPicture
from afterglow.image.codecs import gif, jpeg, png, tiff, vips, webp
from afterglow.image.codecs.cicp import profile_by_name
from afterglow.image.codecs.pillow import frames_of
from afterglow.image.gain_map import GainMap, gain_map_in, turned
from afterglow.image.geometry import Size
from afterglow.image.image import Image, Origin
from afterglow.image.limits import Limits
from afterglow.image.metadata import iptc, xmp
from afterglow.image.metadata.baggage import Baggage, unpacked
from afterglow.image.orientation import UPRIGHT, upright_size
from afterglow.image.source import Source


def read_still(source: Source, memory: int | None, limits: Limits) -> Image:
    """A still picture with everything that rides along."""
    refuse_several(source)
    image = opened_still(source, limits)
    baggage, held = unpacked(_packed(source, image))
    if source.format in ("avif", "tiff"):
        # An AVIF's container turns it, which the decoder has done; a TIFF's tag is among those of its pixels.
        held = int(vips.field(image, "orientation") or UPRIGHT) if source.format == "tiff" else UPRIGHT
    try:
        found = vips.decoded(image, source.name, source.format, held, memory)
        notes = baggage.notes
    except UnreadableFile:
        if source.format != "jpeg":
            raise
        # Some cameras leave stray bytes that every program skips. Only a file cut short is beyond use.
        found = vips.decoded(
            opened_still(source, limits, "truncated"), source.name, source.format, held, memory
        )
        notes = (*baggage.notes, "The file is damaged: parts of the picture may be wrong.")
    profile, unknown = profile_by_name(source, found.profile)
    gain_map, said = _gain_map(source, held)
    return Image(
        found.pixels,
        alpha=found.alpha,
        gray=found.gray,
        profile=profile,
        exif=baggage.exif,
        xmp=baggage.xmp,
        iptc=baggage.iptc,
        gain_map=gain_map,
        origin=replace(_origin(source, image, found.bits), turned=held != UPRIGHT),
        notes=(*notes, *said, *unknown, *found.notes),
    )


def opened_still(source: Source, limits: Limits, fail_on: str = "") -> pyvips.Image:
    """The picture with its header read and found within the limits."""
    fail_on = fail_on or ("warning" if source.format == "jpeg" else "error")
    image = vips.opened(source.file, source.format, source.name, fail_on=fail_on)
    limits.check(Size(image.width, image.height), source.weight)
    refuse_cut_short(source)
    return image


def refuse_cut_short(source: Source) -> None:
    """Raise `UnreadableFile` for a file without its end, where the decoder would not say so."""
    if source.format == "gif" and not gif.whole(source.file):
        raise UnreadableFile(f"{source.name} is cut short", hint="Copy it again from where it came.")


def header(source: Source, limits: Limits) -> tuple[Size, int]:
    """Upright size and number of frames."""
    image = opened_still(source, limits)
    turned = int(vips.field(image, "orientation") or 1)
    return upright_size(Size(image.width, image.height), turned), frame_count(source)


def refuse_several(source: Source) -> None:
    """Raise `UnsupportedPicture` for a file of several pictures: which one is meant is not for us to guess."""
    frames = frame_count(source)
    if frames > 1 and source.format == "tiff":
        raise UnsupportedPicture(
            f"{source.name} has {frames} pages", hint="Save each page as a picture of its own."
        )
    if frames > 1:
        raise UnsupportedPicture(
            f"{source.name} is animated, with {frames} frames",
            hint="Add it to the queue, or give it to `afterglow enhance`: both take all its frames.",
        )


def frame_count(source: Source) -> int:
    """How many pictures of equal standing the file holds."""
    if source.format == "png":
        return png.frames(source.file)
    if source.format == "tiff":
        return max(1, len(_full_pages(source)))
    if source.format == "avif":
        return frames_of(source) if b"avis" in source.head[8:64] else 1
    if source.format in ("gif", "webp"):
        image = vips.opened(source.file, source.format, source.name)
        return int(vips.field(image, "n-pages") or 1)
    return 1


def _full_pages(source: Source) -> list[int]:
    order = tiff.layout(source.file).order
    found = tiff.pages(source.file)
    # Bit 0 marks a smaller copy of another page, bit 2 a mask.
    return [i for i, page in enumerate(found) if not i or not tiff.number(page, tiff.SUBFILE, order, 0) & 5]


def _packed(source: Source, image: pyvips.Image) -> Baggage:
    if source.format == "jpeg":
        found = jpeg.segments(source.file)
        packed = {
            name: next(iter(jpeg.labelled(found, marker, label)), None)
            for name, marker, label in (
                ("exif", jpeg.APP1, jpeg.EXIF),
                ("xmp", jpeg.APP1, jpeg.XMP),
                ("iptc", jpeg.APP13, jpeg.IPTC),
            )
        }
        records = iptc.from_photoshop(packed["iptc"]) if packed["iptc"] else None
        packet, notes = packed["xmp"], tuple[str, ...]()
        if packet and xmp.announces_video(packet):
            packet = xmp.without_video(packet)
            notes = (*notes, "The short film behind the picture was left out.")
        if packet and jpeg.labelled(found, jpeg.APP1, jpeg.EXTENDED_XMP):
            packet = xmp.without_extension(packet)
            notes = (*notes, "What the XMP data keeps outside its main packet was left out.")
        return Baggage(packed["exif"], packet, records, notes)
    if source.format == "tiff":
        first = next(iter(tiff.pages(source.file)), {})
        xmp_item, iptc_item = first.get(tiff.XMP), first.get(tiff.IPTC)
        records = iptc_item.value.rstrip(b"\0") if iptc_item and iptc_item.value[:1] == b"\x1c" else None
        return Baggage(tiff.exif_of(source.file), xmp_item.value if xmp_item else None, records)
    return Baggage(vips.field(image, "exif-data"), vips.field(image, "xmp-data"))


def _gain_map(source: Source, orientation: int) -> tuple[GainMap | None, tuple[str, ...]]:
    if source.format != "jpeg":
        return None, ()
    found = gain_map_in(source.file, jpeg.segments(source.file))
    if found is None:
        return None, ()
    try:
        return turned(found, orientation), ()
    except AfterglowError:
        return None, ("The HDR gain map is damaged and was left out.",)


def _origin(source: Source, image: pyvips.Image, bits: int) -> Origin:
    dots = vips.dots_per_inch(image)
    if source.format == "jpeg":
        found = jpeg.segments(source.file)
        return Origin(
            "jpeg", jpeg.quality(found), jpeg.subsampling(found), lossless=False, dots_per_inch=dots
        )
    exact = {"webp": _is_lossless_webp, "avif": _never, "tiff": _is_lossless_tiff}.get(source.format)
    palette = bool(vips.field(image, "palette") or vips.field(image, "palette-bit-depth"))
    return Origin(
        source.format, lossless=exact is None or exact(source), bits=bits, palette=palette, dots_per_inch=dots
    )


def _is_lossless_webp(source: Source) -> bool:
    return webp.lossless(source.file)


def _is_lossless_tiff(source: Source) -> bool:
    first = next(iter(tiff.pages(source.file)), {})
    old_jpeg, new_jpeg, jpeg_xr, webp_in_tiff = 6, 7, 22610, 50001
    packing = tiff.number(first, tiff.COMPRESSION, tiff.layout(source.file).order, 1)
    return packing not in (old_jpeg, new_jpeg, jpeg_xr, webp_in_tiff)


def _never(source: Source) -> bool:
    return False
