"""Colour spaces that a file names by number (ITU-T H.273) instead of carrying a profile."""

from __future__ import annotations

import struct

from afterglow.errors import UnsupportedPicture
from afterglow.image.codecs import png, vips
from afterglow.image.source import Source

BT709, P3 = 1, 12
PQ, HLG = 16, 18
SRGB_LIKE = (1, 6, 13, 14, 15)
UNSAID = 2


def named_space(source: Source) -> tuple[int, int] | None:
    """Primaries and transfer curve, if the file names them."""
    if source.format == "png":
        found = png.cicp(source.file)
        return found[:2] if found else None
    at = source.head.find(b"colrnclx")
    if source.format not in ("avif", "heic") or at < 0 or at + 12 > len(source.head):
        return None
    primaries, transfer = struct.unpack_from(">HH", source.head, at + 8)
    return primaries, transfer


def profile_by_name(source: Source, profile: bytes | None) -> tuple[bytes | None, tuple[str, ...]]:
    """The profile that stands for the named space; a profile in the file wins, except over PNG's own rule."""
    space = named_space(source)
    if space is None or (profile and source.format != "png"):
        return profile, ()
    primaries, transfer = space
    if transfer in (PQ, HLG):
        kind = "PQ" if transfer == PQ else "HLG"
        raise UnsupportedPicture(
            f"{source.name} is an HDR picture ({kind}), whose brightness ordinary files cannot hold",
            hint="Export it as an ordinary (SDR) picture, or as a JPEG with a gain map.",
        )
    if primaries in (BT709, UNSAID) or profile:
        return profile, ()
    if primaries == P3 and transfer in (*SRGB_LIKE, UNSAID):
        return vips.builtin_profile("p3"), ()
    return None, (
        f"Its colour space (number {primaries}, curve {transfer}) is not known: it was taken for sRGB.",
    )
