"""What a JPEG says beside its pixels: its segments, how strongly it was squeezed, the pictures behind it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

EXIF, XMP, ICC, IPTC = (
    b"Exif\x00\x00",
    b"http://ns.adobe.com/xap/1.0/\x00",
    b"ICC_PROFILE\x00",
    b"Photoshop 3.0\x00",
)
EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\x00"
MPF, ISO_GAIN_MAP = b"MPF\x00", b"urn:iso:std:iso:ts:21496:-1\x00"
APP0, APP1, APP2, APP13 = 0xE0, 0xE1, 0xE2, 0xED
LONGEST_CONTENT = 65533
MP_ENTRIES = 0xB002

# The luminance table of the JPEG standard's annex K at quality 50, in zigzag order, as encoders scale it.
STANDARD_LUMINANCE = np.array(
    [
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
        26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
        56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
        95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Segment:
    """One marker of a JPEG header: its number, its content, and where in the file the content begins."""

    marker: int
    content: bytes
    at: int

    @property
    def whole(self) -> bytes:
        return packed(self.marker, self.content)


def packed(marker: int, content: bytes) -> bytes:
    """A segment as it stands in a file."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def segments(file: BinaryIO, start: int = 0) -> list[Segment]:
    """The segments of the JPEG that begins at `start`, up to its pixels; what is damaged ends the list."""
    found: list[Segment] = []
    file.seek(start + 2)
    while True:
        lead = file.read(2)
        while len(lead) == 2 and lead[0] == 0xFF and lead[1] == 0xFF:
            lead = lead[1:] + file.read(1)
        if len(lead) < 2 or lead[0] != 0xFF or lead[1] in (0x00, 0xD9):
            return found
        if 0xD0 <= lead[1] <= 0xD8 or lead[1] == 0x01:
            continue
        length = file.read(2)
        if len(length) < 2 or (size := struct.unpack(">H", length)[0]) < 2:
            return found
        at = file.tell()
        content = file.read(size - 2)
        found.append(Segment(lead[1], content, at))
        if lead[1] == 0xDA or len(content) < size - 2:
            return found


def labelled(found: list[Segment], marker: int, label: bytes) -> list[bytes]:
    """The contents of all segments of one kind, without their label."""
    return [s.content[len(label) :] for s in found if s.marker == marker and s.content.startswith(label)]


def opening(dots_per_inch: tuple[float, float] | None) -> bytes:
    """The JFIF segment that comes first, with how densely the picture wants to be printed."""
    across, down = (min(65535, max(1, round(dots))) for dots in dots_per_inch or (1, 1))
    return packed(
        APP0, struct.pack(">5sHBHHBB", b"JFIF\0", 0x0102, int(bool(dots_per_inch)), across, down, 0, 0)
    )


def profile_segments(profile: bytes) -> bytes:
    """A colour profile as it stands in a JPEG: in numbered parts."""
    room = LONGEST_CONTENT - len(ICC) - 2
    parts = [profile[at : at + room] for at in range(0, len(profile), room)]
    return b"".join(packed(APP2, ICC + bytes((n, len(parts))) + part) for n, part in enumerate(parts, 1))


def quality(found: list[Segment]) -> int | None:
    """The quality, 1 to 100, of an encoder with the standard tables that would quantise like this file."""
    for segment in found:
        if segment.marker != 0xDB or len(segment.content) < 65 or segment.content[0] & 15:
            continue
        wide = segment.content[0] >> 4
        raw = segment.content[1 : 1 + 64 * (1 + wide)]
        if len(raw) < 64 * (1 + wide):
            return None
        table = np.frombuffer(raw, ">u2" if wide else "u1").astype(float)
        scale = float(np.mean(table / STANDARD_LUMINANCE)) * 100
        # Encoders scale by 5000/q below quality 50 and by 200 - 2q above.
        guess = 5000 / scale if scale > 100 else (200 - scale) / 2
        near = range(max(1, int(guess) - 4), min(100, int(guess) + 5) + 1)
        return min(near, key=lambda q: (float(np.abs(_standard_table(q) - table).sum()), -q))
    return None


def pictures_behind(found: list[Segment]) -> list[tuple[int, int]]:
    """Where the pictures after the main one begin and how long they are, as the file's MPF segment says."""
    for segment in found:
        if segment.marker != APP2 or not segment.content.startswith(MPF):
            continue
        block, start = segment.content[len(MPF) :], segment.at + len(MPF)
        order = "<" if block[:2] == b"II" else ">"
        try:
            (at,) = struct.unpack_from(order + "I", block, 4)
            (count,) = struct.unpack_from(order + "H", block, at)
            for entry in range(at + 2, at + 2 + 12 * count, 12):
                tag, _, length, where = struct.unpack_from(order + "HHII", block, entry)
                if tag == MP_ENTRIES:
                    rows = [
                        struct.unpack_from(order + "IIIHH", block, where + n) for n in range(0, length, 16)
                    ]
                    return [(start + offset, size) for _, size, offset, _, _ in rows if offset]
        except struct.error:
            return []
    return []


def announcement(primary: int, start: int, behind: int) -> bytes:
    """The MPF segment's content for one picture behind a primary of so many bytes.

    `start` is where, in the file, the segment's content begins.
    """
    entries = struct.pack(">HHI4s", 0xB000, 7, 4, b"0100")
    entries += struct.pack(">HHII", 0xB001, 4, 1, 2)
    entries += struct.pack(">HHII", MP_ENTRIES, 7, 32, 50)
    rows = struct.pack(">IIIHH", 0x030000, primary, 0, 0, 0)
    rows += struct.pack(">IIIHH", 0, behind, max(primary - start - len(MPF), 0), 0, 0)
    return MPF + b"MM\x00*" + struct.pack(">IH", 8, 3) + entries + struct.pack(">I", 0) + rows


def starts_frame(segment: Segment) -> bool:
    """Is this the segment that says how large the picture is?"""
    return 0xC0 <= segment.marker <= 0xCF and segment.marker not in (0xC4, 0xC8, 0xCC)


def subsampling(found: list[Segment]) -> str | None:
    """How colours are thinned out, such as "4:2:0"; None for gray or unusual ones."""
    for segment in found:
        if starts_frame(segment):
            factors = [(b >> 4, b & 15) for b in segment.content[7::3]]
            if len(factors) < 3 or 0 in factors[1]:
                return None
            ratio = (factors[0][0] // factors[1][0], factors[0][1] // factors[1][1])
            names = {
                (1, 1): "4:4:4",
                (2, 1): "4:2:2",
                (2, 2): "4:2:0",
                (4, 1): "4:1:1",
                (1, 2): "4:4:0",
                (4, 2): "4:1:0",
            }
            return names.get(ratio)
    return None


def _standard_table(q: int) -> np.ndarray:
    scale = 5000 // q if q < 50 else 200 - 2 * q
    table: np.ndarray = np.clip((STANDARD_LUMINANCE * scale + 50) // 100, 1, 255)
    return table
