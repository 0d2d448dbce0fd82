"""What a WebP says beside its pixels: its chunks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO


def chunks(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Kind, position and length of each chunk's content, as far as the file is whole."""
    at = 12
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        kind, length = struct.unpack("<4sI", head)
        yield kind, at + 8, length
        at += 8 + length + length % 2


def lossless(file: BinaryIO) -> bool:
    """Were the pixels kept exactly? So say files with nothing but lossless frames."""
    return any(kind == b"VP8L" for kind, _, _ in chunks(file))
