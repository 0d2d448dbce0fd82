"""Whether anything of a file is missing between two of its packets, as far as its format lets one know.

Demuxers look for the next place that makes sense, and say nothing of what they skipped.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np


class Place(NamedTuple):
    """Where a packet lies in its file, in bytes: `size` is that of what it carries."""

    start: int
    size: int


def is_torn(path: Path, container: str, before: Place, after: Place) -> bool:
    """Does what lies between two packets of one track not lead from the one to the other?"""
    look = FORMATS.get(container)
    if look is None or after.start <= before.start:
        return False
    with path.open("rb") as file:
        return look(file, before, after)


SIMPLE_BLOCK, BLOCK = 0xA3, 0xA1
SEGMENT, CLUSTER, BLOCK_GROUP = 0x18538067, 0x1F43B675, 0xA0
LONGEST_HEAD = 12  # bytes of an element's name and length
TRACK_AND_TIME = 4  # bytes in a block before what it carries


def _elements_are(file: BinaryIO, before: Place, after: Place) -> bool:
    """Matroska: elements, each with its name and its length, follow one another without a gap."""
    place = _end_of_block(file, before)
    while place is not None and place < after.start:
        file.seek(place)
        name, length, head = _element(file.read(LONGEST_HEAD))
        if not head:
            return True
        if name in (SIMPLE_BLOCK, BLOCK) and place + head == after.start:
            return False
        place += head if name in (SEGMENT, CLUSTER, BLOCK_GROUP) else head + length
    return place is not None


def _end_of_block(file: BinaryIO, packet: Place) -> int | None:
    """Where the block ends that carries a packet; its head lies before it, and is read backwards."""
    file.seek(max(packet.start - LONGEST_HEAD, 0))
    told = file.read(min(packet.start, LONGEST_HEAD))
    ends = []
    for head in range(2, len(told) + 1):
        name, length, size = _element(told[-head:])
        if size == head and name in (SIMPLE_BLOCK, BLOCK) and length > TRACK_AND_TIME:
            ends.append(packet.start + length)
    whole = packet.start + TRACK_AND_TIME + packet.size
    return min(ends, key=lambda end: abs(end - whole), default=None)


def _element(head: bytes) -> tuple[int, int, int]:
    """An element's name, its length and how many bytes told of them; zeros where no element begins."""
    names = _width(head[:1])
    lengths = _width(head[names : names + 1])
    if not 1 <= names <= 4 or not lengths or len(head) < names + lengths:
        return 0, 0, 0
    length = int.from_bytes(head[names : names + lengths], "big") & ((1 << 7 * lengths) - 1)
    return int.from_bytes(head[:names], "big"), length, names + lengths


def _width(first: bytes) -> int:
    """How many bytes a number has whose first one this is; 0 where none begins so."""
    return 9 - first[0].bit_length() if first and first[0] else 0


SYNC = 0x47
ROWS = {188: 0, 192: 4}
"""How long the packets of transport streams are, and how far before its first byte such a one is told to lie."""
AT_ONCE = 1 << 14  # rows


def _stream_is(file: BinaryIO, before: Place, after: Place) -> bool:
    """MPEG-TS: packets of one length, those of each track counted from 0 to 15 and again."""
    file.seek(before.start)
    start = file.read(512)
    sizes = [size for size, skip in ROWS.items() if start[skip::size][:1] == bytes([SYNC])]
    size = next((size for size in sizes if start[ROWS[size] :: size][1:2] == bytes([SYNC])), 0)
    if not size:
        return bool(sizes)
    if (after.start - before.start) % size:
        return True
    file.seek(before.start + ROWS[size])
    rows, count = (after.start - before.start) // size + 1, -1
    while rows > 0:
        data = file.read(min(rows, AT_ONCE) * size)
        packets = np.frombuffer(data, np.uint8, len(data) // size * size).reshape(-1, size)
        if not len(packets):
            return False
        torn, count = _uncounted(packets, _track(start[ROWS[size] :]), count)
        if torn:
            return True
        rows -= len(packets)
    return False


def _track(head: bytes) -> int:
    return int.from_bytes(head[1:3], "big") & 0x1FFF


def _uncounted(packets: np.ndarray, track: int, last: int) -> tuple[bool, int]:
    """Is a packet of the track missing among these, the first after `last`? And the last one's number."""
    if (packets[:, 0] != SYNC).any():
        return True, last
    tracks = (packets[:, 1] & 0x1F).astype(int) << 8 | packets[:, 2]
    ours = packets[(tracks == track) & (packets[:, 3] & 0x10 > 0)]
    counts = (ours[:, 3] & 15).astype(int)
    if not len(counts):
        return False, last
    steps = np.diff(counts, prepend=counts[0] - 1 if last < 0 else last) % 16
    told = (ours[:, 3] & 0x20 > 0) & (ours[:, 4] > 0) & (ours[:, 5] & 0x80 > 0)
    return bool(((steps > 1) & ~told).any()), int(counts[-1])


FORMATS: dict[str, Callable[[BinaryIO, Place, Place], bool]] = {
    "matroska,webm": _elements_are,
    "mpegts": _stream_is,
}
