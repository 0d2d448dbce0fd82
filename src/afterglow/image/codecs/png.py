"""What a PNG says beside its pixels: its chunks."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunks(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Kind, position and length of each chunk's content, as far as the file is whole."""
    at = len(SIGNATURE)
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        length, kind = struct.unpack(">I4s", head)
        yield kind, at + 8, length
        at += 12 + length


HEADER_END = 33
"""Where the first chunk, which says how large the picture is, ends."""


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk as it stands in a file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def frames(file: BinaryIO) -> int:
    """How many pictures an animated PNG holds; 1 for a still one."""
    for kind, at, length in chunks(file):
        if kind == b"acTL" and length >= 8:
            file.seek(at)
            told = file.read(4)
            return max(1, struct.unpack(">I", told)[0]) if len(told) == 4 else 1
        if kind == b"IDAT":
            return 1
    return 1


def cicp(file: BinaryIO) -> tuple[int, int, int, int] | None:
    """The colour space by number (primaries, transfer, matrix, full range), if the file has one."""
    for kind, at, length in chunks(file):
        if kind == b"cICP" and length == 4:
            file.seek(at)
            told = file.read(4)
            return tuple(told) if len(told) == 4 else None  # type: ignore[return-value]
        if kind == b"IDAT":
            return None
    return None
