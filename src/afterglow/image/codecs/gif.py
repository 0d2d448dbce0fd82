"""Is a GIF whole? The decoder shows what there is of a file cut short, and says nothing."""

from __future__ import annotations

from typing import BinaryIO

IMAGE, EXTENSION, TRAILER = 0x2C, 0x21, 0x3B


def whole(file: BinaryIO) -> bool:
    """Does the chain of blocks lead to the end mark?"""
    file.seek(10)
    file.seek(13 + _table(file.read(1)))
    while kind := file.read(1):
        if kind[0] == TRAILER:
            return True
        if kind[0] == EXTENSION:
            file.read(1)
        elif kind[0] == IMAGE:
            header = file.read(9)
            file.read(_table(header[8:9]) + 1)
        elif kind[0] != 0:  # stray zeros between blocks are common
            return False
        if kind[0] and not _past_sub_blocks(file):
            return False
    return False


def _table(flags: bytes) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _past_sub_blocks(file: BinaryIO) -> bool:
    while length := file.read(1):
        if not length[0]:
            return True
        if len(file.read(length[0])) < length[0]:
            return False
    return False
