"""What a WebP says beside its pixels: its chunks."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

from afterglow.image.geometry import Size


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


def with_metadata(
    content: bytes, size: Size, alpha: bool, profile: bytes | None, exif: bytes | None, xmp: bytes | None
) -> bytes:
    """A still WebP's bytes with these blocks instead of any it had."""
    pixels = [
        content[at - 8 : at + length + length % 2]
        for kind, at, length in chunks(io.BytesIO(content))
        if kind in (b"ALPH", b"VP8 ", b"VP8L")
    ]
    if not (profile or exif or xmp):
        return content
    flags = 0x20 * bool(profile) | 0x10 * alpha | 0x08 * bool(exif) | 0x04 * bool(xmp)
    sides = struct.pack("<I", size.width - 1)[:3] + struct.pack("<I", size.height - 1)[:3]
    parts = [_chunk(b"VP8X", struct.pack("<I", flags) + sides), _chunk(b"ICCP", profile)]
    body = b"WEBP" + b"".join([*parts, *pixels, _chunk(b"EXIF", exif), _chunk(b"XMP ", xmp)])
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(kind: bytes, content: bytes | None) -> bytes:
    return struct.pack("<4sI", kind, len(content)) + content + bytes(len(content) % 2) if content else b""
