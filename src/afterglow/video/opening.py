"""Opening a file that somebody else made, so that it can be nothing but a clip."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.errors import AfterglowError, UnreadableFile

if TYPE_CHECKING:
    from av.container import InputContainer

SAFE = {
    # Nothing here can name another file. Playlists can, whatever the name they come under.
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg",
    "protocol_whitelist": "file",
}
SUFFIXES = (
    ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mts", ".m2ts", ".3gp", ".mpg", ".mpeg", ".vob",
    ".flv", ".wmv", ".asf", ".ogv",
)  # fmt: skip
"""What the names of clips end in; what a file is, its content says."""

SCRIPTS = (
    (rb"(?i)ffconcat version", "a list of other files"),
    (rb"#EXTM3U", "a playlist"),
    (rb"(?i)<\?xml|<MPD|<smil", "a playlist or another XML document"),
    (rb"(?i)\[script info\]|\[v4\+? styles\]", "a file of subtitles"),
    (rb"WEBVTT", "a file of subtitles"),
    (rb"\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d+\s*-->", "a file of subtitles"),
    (rb"(?i)\[reference\]|\[playlist\]|v=0\r?\n|rtsp://|https?://", "a list of addresses"),
    (rb"(?i)(?:file|concat|concatf|subfile|crypto|data|async|cache)[:,]", "a list of other files"),
)
HEAD = 512


def need_pyav() -> None:
    """Raise where PyAV is not installed, saying how to get it."""
    if find_spec("av") is None:
        raise AfterglowError("Videos need the package av", "Install it with: pip install 'afterglow[video]'")


def check_file(path: Path) -> None:
    """Raise unless `path` is an ordinary file that begins like a clip may."""
    name = _short(path)
    try:
        if path.is_dir():
            raise UnreadableFile(f"{name} is a folder", "Name the videos in it.")
        if not path.exists():
            raise UnreadableFile(f"{name} is not there", "Check the name and the folder.")
        if not path.is_file():
            raise UnreadableFile(f"{name} is not an ordinary file", "Give a video's file.")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"{name} cannot be opened: {said.lower()}", "May you read it?") from error
    if not head:
        raise UnreadableFile(f"{name} is empty", "Copy it again from where it came.")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, what in SCRIPTS:
        if re.match(pattern, text):
            raise UnreadableFile(f"{name} is {what}, not a video", "Name the video itself.")


def opened(path: Path) -> InputContainer:
    """The container at `path`, open for reading; only ever called in a guarded process."""
    import av

    check_file(path)
    try:
        # With the protocol spelt out, a name such as concat:a|b is a file's name and nothing else.
        return av.open(
            f"file:{os.path.abspath(path)}", "r", container_options=SAFE, metadata_errors="replace"
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        raise unreadable(path) from error


def unreadable(path: Path) -> UnreadableFile:
    """What is said of a file in which no clip can be found."""
    return UnreadableFile(f"{_short(path)} cannot be read as a video", "Is it complete? Does it play?")


def _short(path: Path) -> str:
    name = path.name or str(path)
    return name if len(name) <= 80 else f"{name[:60]}…{name[-16:]}"
