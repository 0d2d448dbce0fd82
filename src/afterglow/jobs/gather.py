"""Which pictures a person means who names files and folders."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from afterglow.progress import SILENT, Progress

RESULT_MARK = ".enhanced"


@dataclass(frozen=True)
class Picture:
    """A file to work on; `relative` is its place in the folder that was named, or its name alone."""

    path: Path
    relative: Path


@dataclass(frozen=True)
class Refused:
    """A file or folder that cannot be worked on, and why; `kind` is the class of error it amounts to."""

    path: Path
    message: str
    hint: str
    kind: str = "UnreadableFile"


@dataclass(frozen=True)
class Gathered:
    """`results` are files that were named but carry the mark of a result."""

    pictures: tuple[Picture, ...]
    results: tuple[Path, ...]
    refused: tuple[Refused, ...]


def gather(named: Sequence[Path], suffixes: Collection[str], leave_out: Path | None = None) -> Gathered:
    """Named files, and every picture in named folders and below, each once and in the order of their names.

    In folders only files that end in one of `suffixes` count, and neither hidden ones, nor results of an
    earlier run, nor what lies in `leave_out`.
    """
    found = list(look_for(named, suffixes, leave_out))
    pictures: dict[str, Picture] = {}
    for item in found:
        if isinstance(item, Picture):
            pictures.setdefault(os.path.abspath(item.path), item)
    return Gathered(
        pictures=tuple(pictures.values()),
        results=tuple(item for item in found if isinstance(item, Path)),
        refused=tuple(dict.fromkeys(item for item in found if isinstance(item, Refused))),
    )


def look_for(
    named: Sequence[Path],
    suffixes: Collection[str],
    leave_out: Path | None = None,
    progress: Progress = SILENT,
) -> Iterator[Picture | Path | Refused]:
    """The same one by one, as they are found; a path is a result that was named. Each file asks `progress`."""
    for path in named:
        yield from _meant_by(path, suffixes, leave_out, progress)


def is_result(path: Path) -> bool:
    """Does the name say that an earlier run made this file?"""
    return Path(path.stem).suffix.lower() == RESULT_MARK


def _meant_by(
    path: Path, suffixes: Collection[str], leave_out: Path | None, progress: Progress
) -> Iterable[Picture | Path | Refused]:
    if os.path.isdir(path):  # unlike Path.is_dir, it never raises
        left_out = _identity(leave_out)
        # A folder that was named is meant, even where its results would go into itself.
        left_out = left_out if left_out != _identity(path) else None
        return _in_folder(path, Path(), suffixes, left_out, (), progress)
    if not os.path.lexists(path):
        return [Refused(path, f"{path} is not there", "Check its spelling.")]
    if not os.path.exists(path):
        return [Refused(path, f"{path} is a link that leads nowhere", "Mend it or delete it.")]
    if not os.path.isfile(path):
        # Reading a pipe or a device could wait, or go on, for ever.
        return [Refused(path, f"{path} is not an ordinary file", "Save it as a file, or pipe it in with -.")]
    return [path] if is_result(path) else [Picture(path, Path(path.name))]


def _in_folder(
    folder: Path,
    relative: Path,
    suffixes: Collection[str],
    leave_out: tuple[int, int] | None,
    above: tuple[tuple[int, int] | None, ...],
    progress: Progress,
) -> Iterator[Picture | Refused]:
    here = _identity(folder)
    if here is not None and here == leave_out:
        return
    if here in above:
        yield Refused(folder, f"{folder} is a link that leads back into itself", "It was not followed.")
        return
    try:
        entries = sorted(_listed(folder, progress), key=lambda entry: entry.name)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        yield Refused(folder, f"{folder} cannot be looked into: {said}", "Are you allowed to read it?")
        return
    for entry in entries:
        progress(0.0)
        if entry.name.startswith("."):
            continue
        path, place = folder / entry.name, relative / entry.name
        if _is_folder(entry):
            yield from _in_folder(path, place, suffixes, leave_out, (*above, here), progress)
        elif path.suffix.lower() in suffixes and not is_result(path):
            if os.path.isfile(path):
                yield Picture(path, place)
            elif entry.is_symlink():
                yield Refused(path, f"{path} is a link that leads nowhere", "Mend it or delete it.")


def _listed(folder: Path, progress: Progress) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            progress(0.0)
            yield entry


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _identity(folder: Path | None) -> tuple[int, int] | None:
    try:
        status = os.stat(folder) if folder else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None
