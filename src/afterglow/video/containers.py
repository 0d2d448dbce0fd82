"""The containers that results are written to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from afterglow.errors import WrongOption


@dataclass(frozen=True)
class Container:
    """What a container holds. `subtitles` names the codec that text becomes there, `sounds` is None for nearly all."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    muxer: str
    codecs: tuple[str, ...]
    subtitles: str
    sounds: tuple[str, ...] | None = None
    sound: str = "aac"  # what sound becomes that it cannot hold
    attachments: bool = False
    settings: tuple[tuple[str, str], ...] = ()


CONTAINERS = {
    "mp4": Container(
        "mp4", "MP4", (".mp4", ".m4v"), "mp4", ("h264", "hevc", "vp9", "av1"), "mov_text",
        sounds=("aac", "mp3", "ac3", "eac3", "opus", "flac", "alac", "mp2"),
    ),
    "mov": Container(
        "mov", "MOV", (".mov",), "mov", ("h264", "hevc"), "mov_text",
        sounds=("aac", "mp3", "ac3", "eac3", "alac", "mp2"),
        settings=(("movflags", "use_metadata_tags"),),
    ),
    "mkv": Container(
        "mkv", "MKV", (".mkv",), "matroska", ("h264", "hevc", "vp9", "av1"), "subrip", attachments=True
    ),
    "webm": Container(
        "webm", "WebM", (".webm",), "webm", ("vp9", "av1"), "webvtt", sounds=("opus", "vorbis"), sound="opus"
    ),
}  # fmt: skip


def container_named(path: Path) -> Container:
    """The container that a result's name asks for."""
    for known in CONTAINERS.values():
        if path.suffix.lower() in known.suffixes:
            return known
    kinds = ", ".join(known.suffixes[0] for known in CONTAINERS.values())
    raise WrongOption(f"{path.name} does not say what kind of video it is", f"Let it end in one of {kinds}.")


def suffix_for(path: Path) -> str:
    """What the name of a clip's result ends in: its own suffix where we write such files, else MKV's."""
    known = any(path.suffix.lower() in container.suffixes for container in CONTAINERS.values())
    return path.suffix if known else ".mkv"
