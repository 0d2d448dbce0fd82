"""The file formats we know, and how to tell them by their first bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.errors import UnreadableFile, UnsupportedPicture, WrongOption

HEAD = 64 * 1024
"""How many first bytes `identify` wants to see."""

BYTE, WORD, FLOAT = np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.float32)


@dataclass(frozen=True)
class Format:
    """What a file format can hold. `depths` are those we write, the first is the plainest."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    reads: bool = True
    writes: bool = False
    depths: tuple[np.dtype, ...] = (BYTE,)
    alpha: bool = False
    gray: bool = False
    animation: bool = False
    longest_side: int = 2**31 - 1
    instead: str = ""  # what "same" means for a format we read but do not write


FORMATS = {
    "jpeg": Format(
        "jpeg", "JPEG", (".jpg", ".jpeg", ".jpe", ".jfif"), writes=True, gray=True, longest_side=65500
    ),
    "png": Format(
        "png",
        "PNG",
        (".png", ".apng"),
        writes=True,
        depths=(BYTE, WORD),
        alpha=True,
        gray=True,
        animation=True,
    ),
    "webp": Format("webp", "WebP", (".webp",), writes=True, alpha=True, animation=True, longest_side=16383),
    "tiff": Format(
        "tiff", "TIFF", (".tif", ".tiff"), writes=True, depths=(BYTE, WORD, FLOAT), alpha=True, gray=True
    ),
    "avif": Format(
        "avif", "AVIF", (".avif",), writes=True, depths=(BYTE, WORD), alpha=True, longest_side=16384
    ),
    "heic": Format("heic", "HEIC", (".heic", ".heif", ".hif"), alpha=True, instead="jpeg"),
    "bmp": Format("bmp", "BMP", (".bmp", ".dib"), alpha=True, instead="png"),
    "gif": Format("gif", "GIF", (".gif",), alpha=True, animation=True, instead="png"),
    "raw": Format(
        "raw",
        "camera RAW",
        (
            ".dng",
            ".cr2",
            ".cr3",
            ".nef",
            ".nrw",
            ".arw",
            ".raf",
            ".orf",
            ".rw2",
            ".pef",
            ".srw",
            ".3fr",
            ".iiq",
        ),
        depths=(WORD,),
        instead="tiff",
    ),
}

READABLE_SUFFIXES = frozenset(suffix for known in FORMATS.values() for suffix in known.suffixes)

STRANGERS = (
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"8BPS", "a Photoshop document"),
    (b"%PDF", "a PDF document"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an XML document"),
    (b"\x76\x2f\x31\x01", "an OpenEXR picture"),
    (b"#?RADIANCE", "a Radiance picture"),
    (b"gimp xcf", "a GIMP document"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"SIMPLE  =", "a FITS picture"),
)

RAW_MAGIC = (b"IIRO", b"IIRS", b"MMOR", b"IIU\x00", b"FUJIFILMCCD-RAW", b"FOVb", b"\x00MRM")


def identify(head: bytes, name: str) -> str:
    """The format of a file that begins with `head`; `name` is for the sentence when it is none of ours."""
    found = _known(head)
    if found:
        return found
    if not head:
        raise UnreadableFile(f"{name} is empty", hint="Copy it again from where it came.")
    for magic, what in STRANGERS:
        if head.startswith(magic):
            raise UnsupportedPicture(
                f"{name} is {what}, which is not read", hint="Save it as PNG or TIFF first."
            )
    raise UnreadableFile(
        f"{name} is not a picture, or its beginning is damaged",
        hint=f"These are read: {', '.join(known.label for known in FORMATS.values())}.",
    )


def format_to_write(asked: str, path: str | Path | None, origin: str) -> Format:
    """What to write: the format asked for, else the one the path's suffix names, else the original's."""
    if asked != "same":
        if asked not in FORMATS or not FORMATS[asked].writes:
            written = ", ".join(known.name for known in FORMATS.values() if known.writes)
            raise WrongOption(f"Pictures cannot be written as {asked!r}", hint=f"Choose one of {written}.")
        return FORMATS[asked]
    known = format_named(path) if path is not None else None
    if known is None:
        return same_format(origin)
    if not known.writes:
        raise WrongOption(
            f"{known.label} files can be read but not written",
            hint=f"Give the result a name ending in {FORMATS[known.instead].suffixes[0]}.",
        )
    return known


def format_named(path: str | Path) -> Format | None:
    """The format that a path's suffix names; None for a name without a suffix, and one that names none is refused."""
    suffix = Path(path).suffix.lower()
    found = next((known for known in FORMATS.values() if suffix in known.suffixes), None)
    if suffix and found is None:
        suffixes = ", ".join(known.suffixes[0] for known in FORMATS.values() if known.writes)
        raise WrongOption(
            f"{Path(path).name} does not say what kind of picture it is",
            hint=f"Give the result a name ending in {suffixes}.",
        )
    return found


def same_format(origin: str) -> Format:
    """What "same" means for a picture that came as `origin`: that format, or the nearest one we write."""
    came = FORMATS.get(origin, FORMATS["png"])
    return came if came.writes else FORMATS[came.instead]


def _known(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if (
        head[:2] == b"BM"
        and len(head) >= 18
        and struct.unpack_from("<I", head, 14)[0] in (12, 16, 40, 52, 56, 64, 108, 124)
    ):
        return "bmp"
    if head.startswith(RAW_MAGIC):
        return "raw"
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "raw" if _is_raw_in_tiff(head) else "tiff"
    if head[4:8] == b"ftyp":
        return _known_brand(head)
    return None


def _known_brand(head: bytes) -> str | None:
    length = min(max(struct.unpack_from(">I", head)[0], 16), 256)
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return "avif"
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
        return "heic"
    return "raw" if b"crx " in brands else None


def _is_raw_in_tiff(head: bytes) -> bool:
    """Camera RAW hides in TIFF: a DNG says so; others keep a thumbnail first, the sensor in a sub-picture."""
    order = "<" if head[:2] == b"II" else ">"
    if head[8:10] == b"CR":
        return True
    if head[2:4] not in (b"*\x00", b"\x00*"):
        return False
    tags: dict[int, int] = {}
    try:
        (start,) = struct.unpack_from(order + "I", head, 4)
        (count,) = struct.unpack_from(order + "H", head, start)
        for at in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind = struct.unpack_from(order + "HH", head, at)
            (tags[tag],) = struct.unpack_from(order + ("H" if kind == 3 else "I"), head, at + 8)
    except struct.error:
        pass  # the directory lies further on: TIFF programs write such files, cameras do not
    dng_version, sub_pictures, maker, subfile, photometric = 50706, 330, 271, 254, 262
    if dng_version in tags or tags.get(photometric) == 32803:
        return True
    return sub_pictures in tags and maker in tags and tags.get(subfile) == 1
