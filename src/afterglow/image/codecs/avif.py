"""The boxes of an AVIF file: how to put an EXIF block in place of the one that libheif laid out anew."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO


def put_exif(descriptor: int, exif: bytes) -> bool:
    """Let the Exif item of a finished file be this very block; False if the file has none to replace."""
    with os.fdopen(os.dup(descriptor), "r+b") as file:
        meta = next(((start, end) for kind, start, end in boxes(file, 0, None) if kind == b"meta"), None)
        if meta is None:
            return False
        inside = {kind: (start, end) for kind, start, end in boxes(file, meta[0] + 4, meta[1])}
        if b"iinf" not in inside or b"iloc" not in inside:
            return False
        item = _exif_item(file, *inside[b"iinf"])
        where = _extent(file, inside[b"iloc"][0], item) if item is not None else None
        if where is None:
            return False
        content = bytes(4) + exif  # the block begins 0 bytes after this number
        end = file.seek(0, os.SEEK_END)
        file.write(struct.pack(">I4s", 8 + len(content), b"mdat") + content)
        at, base = where
        file.seek(at)
        file.write(struct.pack(">II", end + 8 - base, len(content)))
        return True


def boxes(file: BinaryIO, at: int, end: int | None) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of the content of each box from `at` on."""
    end = file.seek(0, os.SEEK_END) if end is None else end
    while at + 8 <= end:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if length == 1:
            (length,), head = struct.unpack(">Q", file.read(8)), 16
        length = length or end - at
        if length < head:
            return
        yield kind, at + head, at + length
        at += length


def _exif_item(file: BinaryIO, start: int, end: int) -> int | None:
    file.seek(start)
    wide = file.read(1) != b"\0"
    for kind, at, _ in boxes(file, start + (8 if wide else 6), end):
        file.seek(at)
        version = file.read(4)[0]
        if kind == b"infe" and version >= 2:
            number, _, name = struct.unpack(
                ">HH4s" if version == 2 else ">IH4s", file.read(8 if version == 2 else 10)
            )
            if name == b"Exif":
                return int(number)
    return None


def _extent(file: BinaryIO, start: int, wanted: int) -> tuple[int, int] | None:
    """Where the offset and length of an item's only piece are written, and what the offset counts from."""
    file.seek(start)
    version, sizes, more = struct.unpack(">B3xBB", file.read(6))
    if sizes != 0x44 or more >> 4 not in (0, 4):
        return None
    (count,) = struct.unpack(">H" if version < 2 else ">I", file.read(2 if version < 2 else 4))
    for _ in range(count):
        (item,) = struct.unpack(">H" if version < 2 else ">I", file.read(2 if version < 2 else 4))
        method = struct.unpack(">H", file.read(2))[0] & 15 if version else 0
        file.seek(2, os.SEEK_CUR)
        base = int.from_bytes(file.read(more >> 4))
        (pieces,) = struct.unpack(">H", file.read(2))
        index = more & 15 if version else 0
        if item == wanted:
            return (file.tell() + index, base) if pieces == 1 and method == 0 else None
        file.seek(pieces * (8 + index), os.SEEK_CUR)
    return None
