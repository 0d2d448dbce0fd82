"""What rides along with the pixels: EXIF, XMP and IPTC, tidied on the way in and fitted on the way out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from afterglow.image.geometry import Size
from afterglow.image.metadata import exif, iptc, xmp
from afterglow.image.metadata.exif import DamagedExif
from afterglow.image.orientation import UPRIGHT


@dataclass(frozen=True)
class Baggage:
    """Metadata blocks as our `Image` keeps them: plain EXIF, one XMP packet, bare IPTC records."""

    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    notes: tuple[str, ...] = ()


def unpacked(raw: Baggage) -> tuple[Baggage, int]:
    """The blocks as found in a file made those of an upright picture without preview, and how it was held."""
    turned, block, notes = UPRIGHT, None, raw.notes
    if raw.exif:
        try:
            block = exif.plain(raw.exif)
            turned = exif.orientation(block)
            block = exif.without_thumbnail(exif.upright(block))
        except DamagedExif:
            block, notes = None, (*notes, "The EXIF data is damaged and was left out.")
    packet = raw.xmp.rstrip(b"\0") if raw.xmp else None
    if packet:
        packet = xmp.without_thumbnail(xmp.upright(packet))
    return Baggage(block, packet or None, raw.iptc or None, notes), turned


def fitted(baggage: Baggage, size: Size, *, strip_gps: bool = False, strip_all: bool = False) -> Baggage:
    """The blocks as they go into a file of a picture of this size."""
    if strip_all:
        return Baggage()
    block, packet, records = baggage.exif, baggage.xmp, baggage.iptc
    if block:
        try:
            block = exif.with_size(exif.plain(block), size)
            block = exif.without_place(block) if strip_gps else block
        except DamagedExif:
            return fitted(
                replace(baggage, exif=None, notes=("The EXIF data is damaged and was left out.",)),
                size,
                strip_gps=strip_gps,
            )
    if packet:
        packet = xmp.with_size(packet, size)
        packet = xmp.without_place(packet) if strip_gps else packet
    if records and strip_gps:
        records = iptc.without_place(records)
    return Baggage(block, packet, records, baggage.notes)
