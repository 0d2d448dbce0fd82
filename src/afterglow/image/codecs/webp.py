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
    kinds = []
    for kind, at, _ in chunks(file):
        if kind == b"ANMF":  # a frame: its pixels are in a chunk of their own behind 16 bytes of placing
            file.seek(at + 16)
            kind = file.read(4)
        kinds.append(kind)
    return b"VP8L" in kinds and not {b"VP8 ", b"ALPH"} & set(kinds)
