"""EXIF as cameras write it, edited in place so that what we do not understand stays where it was.

Maker notes hold offsets counted from the start of the block: moving anything before them would break them.
So values are overwritten, entries are taken out of their directory, and the block is never laid out anew.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from afterglow.image.geometry import Size

ORIENTATION, EXIF_IFD, GPS_IFD, INTEROP_IFD = 0x0112, 0x8769, 0x8825, 0xA005
IMAGE_WIDTH, IMAGE_HEIGHT = 0x0100, 0x0101
PIXEL_X, PIXEL_Y = 0xA002, 0xA003
THUMBNAIL_AT, THUMBNAIL_LENGTH = 0x0201, 0x0202

WIDTHS = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
"""Bytes of one value of each EXIF/TIFF type; the last three are BigTIFF's."""


class DamagedExif(ValueError):
    """The block cannot be walked: an offset leads outside it or in circles."""


@dataclass(frozen=True)
class Entry:
    """One tag in a directory: where its entry begins, where its value lies, how many bytes that takes."""

    tag: int
    kind: int
    count: int
    at: int
    value_at: int

    @property
    def length(self) -> int:
        return WIDTHS[self.kind] * self.count


def plain(blob: bytes) -> bytes:
    """The block without the "Exif" label that JPEG puts before it."""
    blob = blob[6:] if blob[:4] == b"Exif" else blob
    if blob[:4] not in (b"II*\x00", b"MM\x00*"):
        raise DamagedExif("no byte order")
    return blob


def orientation(exif: bytes) -> int:
    """How the camera was held, 1 to 8; 1 when the block does not say."""
    for entry in _entries(exif, _first(exif)):
        if entry.tag == ORIENTATION:
            found = _number(exif, entry)
            return found if 1 <= found <= 8 else 1
    return 1


def upright(exif: bytes) -> bytes:
    """The block of a picture that has been turned upright."""
    return _overwritten(exif, {ORIENTATION: 1})


def with_size(exif: bytes, size: Size) -> bytes:
    """The block of a picture that now has another size."""
    width, height = size
    return _overwritten(exif, {PIXEL_X: width, PIXEL_Y: height, IMAGE_WIDTH: width, IMAGE_HEIGHT: height})


def without_thumbnail(exif: bytes) -> bytes:
    """The block without its small preview, which would show the picture as it was before."""
    data = bytearray(exif)
    link = _link_to_next(exif, _first(exif))
    (second,) = struct.unpack_from(_order(exif) + "I", exif, link)
    if not second:
        return exif
    entries = {entry.tag: entry for entry in _entries(exif, second)}
    last = second + 2 + 12 * len(entries) + 4
    if THUMBNAIL_AT in entries and THUMBNAIL_LENGTH in entries:
        start, length = (_number(exif, entries[tag]) for tag in (THUMBNAIL_AT, THUMBNAIL_LENGTH))
        if start + length > len(exif):
            raise DamagedExif("thumbnail outside")
        data[start : start + length] = bytes(length)
        last = max(last, start + length)
    _wipe(data, exif, second)
    struct.pack_into(_order(exif) + "I", data, link, 0)
    # The preview is nearly always last, and then the block becomes shorter by its whole weight.
    return bytes(data[: max(_end_of(bytes(data)), 8)] if last >= len(exif) - 4 else data)


def without_place(exif: bytes) -> bytes:
    """The block without where the picture was taken: the GPS directory is emptied and wiped."""
    first = _first(exif)
    for entry in _entries(exif, first):
        if entry.tag == GPS_IFD:
            data = bytearray(exif)
            with contextlib.suppress(DamagedExif):
                _wipe(data, exif, _number(exif, entry))
            _take_out(data, exif, first, entry)
            return bytes(data)
    return exif


def directories(exif: bytes) -> dict[str, tuple[Entry, ...]]:
    """The entries of the main, "exif", "gps" and "interop" directories."""
    found = {"main": tuple(_entries(exif, _first(exif)))}
    for name, tag, parent in (
        ("exif", EXIF_IFD, "main"),
        ("gps", GPS_IFD, "main"),
        ("interop", INTEROP_IFD, "exif"),
    ):
        for entry in found.get(parent, ()):
            if entry.tag == tag:
                with contextlib.suppress(DamagedExif):
                    found[name] = tuple(_entries(exif, _number(exif, entry)))
    return found


def _order(exif: bytes) -> str:
    return "<" if exif[:2] == b"II" else ">"


def _first(exif: bytes) -> int:
    if len(exif) < 8:
        raise DamagedExif("too short")
    (start,) = struct.unpack_from(_order(exif) + "I", exif, 4)
    return int(start)


def _entries(exif: bytes, start: int) -> Iterator[Entry]:
    order = _order(exif)
    try:
        (count,) = struct.unpack_from(order + "H", exif, start)
        for at in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, number, value = struct.unpack_from(order + "HHII", exif, at)
            if kind not in WIDTHS:
                continue
            length = WIDTHS[kind] * number
            if length <= 4:
                value = at + 8
            elif value + length > len(exif):
                continue  # real cameras write such entries: nobody can read them, and they stay as they are
            yield Entry(tag, kind, number, at, value)
    except struct.error as error:
        raise DamagedExif("a directory leads outside") from error


def _number(exif: bytes, entry: Entry) -> int:
    """The first value of an entry of whole numbers."""
    letter = {1: "B", 3: "H", 4: "I", 9: "i", 13: "I"}.get(entry.kind)
    if letter is None or not entry.count:
        raise DamagedExif(f"tag {entry.tag} is no number")
    return int(struct.unpack_from(_order(exif) + letter, exif, entry.value_at)[0])


def _link_to_next(exif: bytes, start: int) -> int:
    """Where a directory says where the next one begins."""
    try:
        (count,) = struct.unpack_from(_order(exif) + "H", exif, start)
    except struct.error as error:
        raise DamagedExif("a directory leads outside") from error
    at = start + 2 + 12 * int(count)
    if at + 4 > len(exif):
        raise DamagedExif("a directory is cut short")
    return at


def _overwritten(exif: bytes, values: dict[int, int]) -> bytes:
    data = bytearray(exif)
    for name, entries in directories(exif).items():
        for entry in entries:
            if name in ("main", "exif") and entry.tag in values and entry.kind in (3, 4) and entry.count == 1:
                value = values[entry.tag]
                # A size beyond 16 bits does not fit a SHORT; its kind is in the entry and can change too.
                kind = 4 if value > 0xFFFF else entry.kind
                struct.pack_into(_order(exif) + "H", data, entry.at + 2, kind)
                data[entry.at + 8 : entry.at + 12] = bytes(4)
                struct.pack_into(_order(exif) + ("H" if kind == 3 else "I"), data, entry.at + 8, value)
    return bytes(data)


def _wipe(data: bytearray, exif: bytes, start: int) -> None:
    """Overwrite a directory and the values it points to with zeros."""
    entries = list(_entries(exif, start))
    for entry in entries:
        data[entry.value_at : entry.value_at + entry.length] = bytes(entry.length)
    end = _link_to_next(exif, start) + 4
    data[start:end] = bytes(end - start)


def _take_out(data: bytearray, exif: bytes, start: int, entry: Entry) -> None:
    """Close the gap that an entry leaves in its directory; all else stays where it is."""
    link = _link_to_next(exif, start)
    (count,) = struct.unpack_from(_order(exif) + "H", exif, start)
    data[entry.at : link - 8] = exif[entry.at + 12 : link + 4]
    data[link - 8 : link + 4] = bytes(12)
    struct.pack_into(_order(exif) + "H", data, start, count - 1)


def _end_of(exif: bytes) -> int:
    """Where the last directory or value ends."""
    found = directories(exif)
    starts = [_first(exif)]
    for entries in found.values():
        starts += [_number(exif, entry) for entry in entries if entry.tag in (EXIF_IFD, GPS_IFD, INTEROP_IFD)]
    ends = [_link_to_next(exif, start) + 4 for start in starts]
    ends += [entry.value_at + entry.length for entries in found.values() for entry in entries]
    return max(ends)
