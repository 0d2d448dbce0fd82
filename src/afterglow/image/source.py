"""A picture's file while it is being looked at: open, named, and known by its first bytes."""

from __future__ import annotations

import contextlib
import errno
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from afterglow.errors import TooLarge, UnreadableFile
from afterglow.image.formats import HEAD, identify
from afterglow.image.limits import Limits

Readable = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO
"""What pictures are read from: a path, the bytes of a file, or an open binary stream."""


@dataclass(frozen=True)
class Source:
    """An open file: seekable, what to call it, how many bytes it has, and its format by content."""

    file: BinaryIO
    name: str
    weight: int
    format: str
    head: bytes


@contextlib.contextmanager
def opened(readable: Readable, limits: Limits) -> Iterator[Source]:
    """Open a path, a stream or bytes for reading, and tell its format."""
    if isinstance(readable, (bytes, bytearray, memoryview)):
        yield _looked_at(io.BytesIO(readable), "The picture")
    elif isinstance(readable, (str, os.PathLike)):
        with _file(Path(readable), limits) as file:
            yield _looked_at(file, Path(readable).name)
    else:
        content = readable.read(limits.max_bytes + 1)
        if len(content) > limits.max_bytes:
            raise TooLarge(
                f"More than {limits.max_bytes // 1024**2} MB came in", hint="Send one picture at a time."
            )
        yield _looked_at(io.BytesIO(content), "The picture")


def _looked_at(file: BinaryIO, name: str) -> Source:
    name = name if len(name) <= 80 else f"{name[:60]}…{name[-16:]}"
    try:
        weight = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(HEAD)
        file.seek(0)
    except OSError as error:
        raise UnreadableFile(f"{name} cannot be read", hint="Is the drive still connected?") from error
    return Source(file, name, weight, identify(head, name), head)


@contextlib.contextmanager
def _file(path: Path, limits: Limits) -> Iterator[BinaryIO]:
    try:
        if path.is_dir():
            raise UnreadableFile(f"{path.name or path} is a folder", hint="Name the pictures in it.")
        if path.exists() and not path.is_file():
            raise UnreadableFile(f"{path.name} is not an ordinary file", hint="Give a picture's file.")
        file = path.open("rb", buffering=64 * 1024)
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path.name} is not there", hint="Check the name and the folder.") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path.name} may not be read", hint="Change its permissions.") from error
    except (OSError, ValueError) as error:
        name = path.name if len(path.name) <= 80 else f"{path.name[:60]}…"
        links = isinstance(error, OSError) and error.errno == errno.ELOOP
        hint = "Its links lead in a circle." if links else "Is the name right, and the drive still connected?"
        raise UnreadableFile(f"{name!r} cannot be opened", hint=hint) from error
    with file:
        yield file
