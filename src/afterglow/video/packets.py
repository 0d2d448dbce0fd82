"""Encoded pictures on disk: what an encoder gave, in the order it gave it, exactly.

Containers round times or shift them; a segment must come back as it went in, to be joined with its neighbours.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from afterglow.video.alive import Sign, unheard

HEAD = struct.Struct("<qqIB")


@dataclass(frozen=True)
class Coded:
    """One encoded picture; `pts` and `duration` count in the clip's own ticks."""

    pts: int
    duration: int
    key: bool
    data: bytes


def put(coded: Coded, file: BinaryIO) -> None:
    """Append to an open file."""
    file.write(HEAD.pack(coded.pts, coded.duration, len(coded.data), coded.key))
    file.write(coded.data)


def coded_in(path: Path) -> Iterator[Coded]:
    """What a file holds, in order."""
    with path.open("rb") as file:
        while head := file.read(HEAD.size):
            pts, duration, length, key = HEAD.unpack(head)
            yield Coded(pts, duration, bool(key), file.read(length))


def depth_of(order: list[int]) -> int:
    """How many pictures a decoder must hold back to show these, given in coded order, in order of their times."""
    return max((sum(later > pts for later in order[:place]) for place, pts in enumerate(order)), default=0)


def checksum_of(path: Path, alive: Sign = unheard) -> int:
    """The CRC-32 of a file."""
    crc = 0
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            crc = zlib.crc32(data, crc)
            alive()
    return crc
