"""IPTC records, alone or in the Photoshop block that JPEG keeps them in."""

from __future__ import annotations

import struct

PHOTOSHOP = b"Photoshop 3.0\x00"
RESOURCE, IPTC_RESOURCE = b"8BIM", 0x0404


def from_photoshop(block: bytes) -> bytes | None:
    """The IPTC records in a Photoshop block; the block may come with or without its label."""
    at = len(PHOTOSHOP) if block.startswith(PHOTOSHOP) else 0
    while block[at : at + 4] == RESOURCE and at + 12 <= len(block):
        (number,) = struct.unpack_from(">H", block, at + 4)
        name = 1 + block[at + 6]
        size_at = at + 6 + name + name % 2
        if size_at + 4 > len(block):
            return None
        (size,) = struct.unpack_from(">I", block, size_at)
        if number == IPTC_RESOURCE:
            return block[size_at + 4 : size_at + 4 + size] or None
        at = size_at + 4 + size + size % 2
    return None


def to_photoshop(records: bytes) -> bytes:
    """A Photoshop block with these records and nothing else."""
    even = records + bytes(len(records) % 2)
    return PHOTOSHOP + RESOURCE + struct.pack(">HHI", IPTC_RESOURCE, 0, len(records)) + even


def without_place(records: bytes) -> bytes:
    """The records without city, sublocation, state and country."""
    place = {(2, 26), (2, 27), (2, 90), (2, 92), (2, 95), (2, 100), (2, 101)}
    kept, at = b"", 0
    while at + 5 <= len(records) and records[at] == 0x1C:
        record, dataset, size = struct.unpack_from(">BBH", records, at + 1)
        end = at + 5 + (size if size < 0x8000 else len(records))
        if (record, dataset) not in place:
            kept += records[at:end]
        at = end
    return kept + records[at:]
