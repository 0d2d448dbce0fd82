"""The directories of a TIFF file: what they say, and how to add to them without touching the pixels."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np

from afterglow.image.metadata import exif
from afterglow.image.metadata.exif import EXIF_IFD, GPS_IFD, INTEROP_IFD, WIDTHS

SUBFILE, COMPRESSION, ORIENTATION = 0x00FE, 0x0103, 0x0112
XMP, IPTC = 0x02BC, 0x83BB
LONG, IFD, UNDEFINED, BYTE, LONG8 = 4, 13, 7, 1, 16

DESCRIPTIVE = frozenset(
    (
        0x010E,
        0x010F,
        0x0110,
        0x0131,
        0x0132,
        0x013B,
        0x013C,
        0x4746,
        0x4749,
        0x8298,
        *range(0x9C9B, 0x9CA0),
        0xC4A5,
    )
)
"""Tags of the main directory that describe the photograph, not how its pixels are stored."""

LARGEST_VALUE = 32 * 1024**2
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Item:
    """A tag with its value's bytes."""

    tag: int
    kind: int
    count: int
    value: bytes


@dataclass(frozen=True)
class Layout:
    """Byte order and width of a TIFF's numbers; BigTIFF has 64-bit offsets."""

    order: str
    big: bool

    @property
    def count(self) -> str:
        return self.order + ("Q" if self.big else "H")

    @property
    def entry(self) -> str:
        return self.order + ("HHQ8s" if self.big else "HHI4s")

    @property
    def offset(self) -> str:
        return self.order + ("Q" if self.big else "I")

    @property
    def inline(self) -> int:
        return 8 if self.big else 4


def layout(file: BinaryIO) -> Layout:
    """How the numbers of an open TIFF are written."""
    file.seek(0)
    head = file.read(4)
    return Layout("<" if head[:2] == b"II" else ">", b"+" in head)


def pages(file: BinaryIO) -> list[dict[int, Item]]:
    """The directories of the file's pages in order; large values and damaged entries are left out."""
    shape, seen = layout(file), set[int]()
    found: list[dict[int, Item]] = []
    file.seek(8 if shape.big else 4)
    try:
        (start,) = struct.unpack(shape.offset, file.read(struct.calcsize(shape.offset)))
        while start and start not in seen and len(found) < MOST_PAGES:
            seen.add(start)
            found.append(_directory(file, shape, start))
            file.seek(start)
            (count,) = struct.unpack(shape.count, file.read(struct.calcsize(shape.count)))
            file.seek(count * struct.calcsize(shape.entry), os.SEEK_CUR)
            (start,) = struct.unpack(shape.offset, file.read(struct.calcsize(shape.offset)))
    except (struct.error, OverflowError):
        pass  # what comes before the damage still counts; the decoder will say if that is not enough
    return found


def number(items: Mapping[int, Item], tag: int, order: str, default: int) -> int:
    """The first value of a tag of whole numbers."""
    item = items.get(tag)
    letter = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}.get(item.kind) if item else None
    if not item or not letter or len(item.value) < WIDTHS[item.kind]:
        return default
    return int(struct.unpack_from(order + letter, item.value)[0])


def exif_of(file: BinaryIO) -> bytes | None:
    """What the first page says as EXIF, laid out as a block of its own."""
    shape, found = layout(file), pages(file)
    if not found:
        return None
    main = [item for tag, item in found[0].items() if tag in DESCRIPTIVE]
    parts: dict[int, list[Item]] = {}
    for tag in (EXIF_IFD, GPS_IFD):
        if start := number(found[0], tag, shape.order, 0):
            try:
                parts[tag] = list(_directory(file, shape, start).values())
            except (struct.error, OverflowError):
                continue
    if not main and not parts:
        return None
    return block(shape.order, main, parts)


def block(order: str, main: Iterable[Item], parts: Mapping[int, Iterable[Item]]) -> bytes:
    """An EXIF block: a small TIFF without pixels, with `parts` as sub-directories."""
    shape = Layout(order, False)
    body = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(order + "I", 0)
    body, items = _with_parts(body, shape, list(main), parts)
    start = len(body)
    return body[:4] + struct.pack(order + "I", start) + body[8:] + laid_out(items, shape, start, 0)


def graft(descriptor: int, exif_block: bytes | None, xmp: bytes | None, iptc: bytes | None) -> None:
    """Add metadata to the first page of a finished file: a new directory at its end replaces the old."""
    with os.fdopen(os.dup(descriptor), "r+b") as file:
        shape = layout(file)
        file.seek(8 if shape.big else 4)
        link = file.tell()
        (start,) = struct.unpack(shape.offset, file.read(struct.calcsize(shape.offset)))
        kept, following = _raw_entries(file, shape, start)
        end = file.seek(0, os.SEEK_END)
        body = bytes(end % 2)
        items: list[Item] = []
        if exif_block:
            main, parts = _translated(exif_block, shape.order)
            body, items = _with_parts(body, shape, main, parts, base=end)
        if xmp:
            items.append(Item(XMP, BYTE, len(xmp), xmp))
        if iptc:
            items.append(Item(IPTC, UNDEFINED, len(iptc), iptc))
        body += bytes(len(body) % 2)
        at = end + len(body)
        file.write(body + laid_out(items, shape, at, following, kept))
        file.seek(link)
        file.write(struct.pack(shape.offset, at))


def _directory(file: BinaryIO, shape: Layout, start: int) -> dict[int, Item]:
    entries, _ = _raw_entries(file, shape, start)
    found = {}
    for raw in entries:
        tag, kind, count, value = struct.unpack(shape.entry, raw)
        length = WIDTHS.get(kind, 0) * count
        if not length or length > LARGEST_VALUE:
            continue
        if length > shape.inline:
            file.seek(struct.unpack(shape.offset, value)[0])
            value = file.read(length)
            if len(value) < length:
                continue
        found[tag] = Item(tag, kind, count, value[:length])
    return found


def _raw_entries(file: BinaryIO, shape: Layout, start: int) -> tuple[list[bytes], int]:
    file.seek(start)
    (count,) = struct.unpack(shape.count, file.read(struct.calcsize(shape.count)))
    width = struct.calcsize(shape.entry)
    if count > 4096:
        raise struct.error("too many tags to be true")
    raw = file.read(count * width)
    entries = [raw[at : at + width] for at in range(0, len(raw) - width + 1, width)]
    link = file.read(struct.calcsize(shape.offset))
    return entries, struct.unpack(shape.offset, link)[0] if len(link) == struct.calcsize(shape.offset) else 0


def _translated(exif_block: bytes, order: str) -> tuple[list[Item], dict[int, list[Item]]]:
    """A block's tags in another byte order, without those that say how pixels are stored."""
    came = "<" if exif_block[:2] == b"II" else ">"
    found = {
        name: [
            _in_order(
                Item(e.tag, e.kind, e.count, exif_block[e.value_at : e.value_at + e.length]), came, order
            )
            for e in entries
            if e.count
        ]
        for name, entries in exif.directories(exif_block).items()
    }
    main = [item for item in found["main"] if item.tag in DESCRIPTIVE]
    return main, {tag: found[name] for tag, name in ((EXIF_IFD, "exif"), (GPS_IFD, "gps")) if name in found}


def _in_order(item: Item, came: str, order: str) -> Item:
    width = {5: 4, 10: 4}.get(item.kind, WIDTHS[item.kind])
    if came == order or width == 1:
        return item
    return replace(item, value=np.frombuffer(item.value, f">u{width}").byteswap().tobytes())


def _with_parts(
    body: bytes, shape: Layout, main: list[Item], parts: Mapping[int, Iterable[Item]], base: int = 0
) -> tuple[bytes, list[Item]]:
    """Lay out sub-directories behind `body`, and point to them from `main`."""
    for tag, part in parts.items():
        start = base + len(body)
        # A pointer further down would need its own directory moved along; nothing anyone misses hangs there.
        body += laid_out([item for item in part if item.tag != INTEROP_IFD], shape, start, 0)
        main = [*main, Item(tag, LONG8 if shape.big else LONG, 1, struct.pack(shape.offset, start))]
    return body, main


def laid_out(
    items: Iterable[Item], shape: Layout, start: int, following: int, kept: Iterable[bytes] = ()
) -> bytes:
    """A directory that will stand at `start`, its values right behind it; `kept` are entries as they were."""
    entries = {struct.unpack(shape.order + "H", raw[:2])[0]: raw for raw in kept}
    new = {item.tag: item for item in items}
    tags = sorted(entries.keys() | new.keys())
    behind = start + struct.calcsize(shape.count) + len(tags) * struct.calcsize(shape.entry)
    behind += struct.calcsize(shape.offset)
    values = b""
    for tag, item in new.items():
        if len(item.value) <= shape.inline:
            value = item.value.ljust(shape.inline, b"\0")
        else:
            value = struct.pack(shape.offset, behind + len(values))
            values += item.value + bytes(len(item.value) % 2)
        entries[tag] = struct.pack(shape.entry, tag, item.kind, item.count, value)
    table = b"".join(entries[tag] for tag in tags)
    return struct.pack(shape.count, len(tags)) + table + struct.pack(shape.offset, following) + values
