"""Where each picture's result goes, and which places are taken."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from afterglow.enhance.recipe import Recipe
from afterglow.errors import AfterglowError, WouldOverwrite
from afterglow.image import probe
from afterglow.image.formats import FORMATS, HEAD, Format, identify, same_format
from afterglow.jobs.gather import RESULT_MARK, Picture, Refused
from afterglow.jobs.job import Job
from afterglow.video.containers import suffix_for as suffix_of_clip
from afterglow.video.options import VideoOptions

LONGEST_NAME = 255  # bytes, on every file system in wide use


@dataclass(frozen=True)
class Place:
    """Where results go: beside each picture, into `folder` with the same tree, or to the one `file`."""

    folder: Path | None = None
    file: Path | None = None


def jobs_for(
    pictures: Iterable[Picture],
    place: Place,
    recipe: Recipe,
    overwrite: bool = False,
    video: VideoOptions | None = None,
) -> tuple[list[Job], list[Refused]]:
    """A job for each picture that has a place of its own to go to, and a sentence for each that has not.

    With `video`, they are clips.
    """
    pictures = list(pictures)
    inputs = {_real(picture.path) for picture in pictures}
    taken: dict[str, Path] = {}
    jobs: list[Job] = []
    refused: list[Refused] = []
    for picture in pictures:
        suffix = suffix_of_clip(picture.path) if video else suffix_for(picture.path, recipe.format)
        target = target_of(picture, place, suffix)
        other = taken.setdefault(_spot(target), picture.path)
        if _real(target) in inputs:
            message = f"The result of {picture.path} would replace an input"
            refused.append(Refused(picture.path, message, "Choose another place with -o.", "CannotWrite"))
        elif other is not picture.path:
            message = f"{picture.path} would be written to the same file as {other}"
            hint = "Put them into different folders, or rename one."
            refused.append(Refused(picture.path, message, hint, "CannotWrite"))
        else:
            jobs.append(Job(str(len(jobs) + 1), str(picture.path), str(target), recipe, overwrite, video))
    return jobs, refused


def target_of(picture: Picture, place: Place, suffix: str) -> Path:
    """The path of a picture's result."""
    if place.file:
        return place.file
    if place.folder:
        return place.folder / picture.relative.parent / (picture.relative.stem + suffix)
    return picture.path.with_name(_fitting(picture.path.stem, RESULT_MARK + suffix))


def refuse_to_overwrite(job: Job) -> None:
    """Raise if something is in the way of the result, before any time is spent."""
    if os.path.lexists(job.target) and not job.overwrite:
        raise WouldOverwrite(
            f"{Path(job.target).name} is there already",
            "Say --overwrite to replace it, or choose another place with -o.",
        )


def suffix_for(path: Path, format: str) -> str:
    """What the name of a picture's result ends in: its own suffix where the format stays, spelt as it was."""
    own = path.suffix
    came_as = _format_named(own.lower()) or _format_inside(path)
    wanted = _same(came_as, path) if format == "same" else FORMATS[format]
    return own if own.lower() in wanted.suffixes else wanted.suffixes[0]


def _same(name: str, path: Path) -> Format:
    """What "same" means; a file of a format that we write only where it moves has to be looked into."""
    known = FORMATS.get(name)
    if known and known.animation and not known.writes:
        with contextlib.suppress(OSError, AfterglowError):  # reading it as a job will say what is wrong
            if probe(path).frames > 1:
                return known
    return same_format(name)


def _format_named(suffix: str) -> str:
    return next((known.name for known in FORMATS.values() if suffix in known.suffixes), "")


def _format_inside(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return identify(file.read(HEAD), path.name)
    except (OSError, AfterglowError):
        return ""  # reading it as a job will say what is wrong


def _fitting(stem: str, ending: str) -> str:
    """`stem` and `ending` in one name that file systems accept; a stem that must be cut stays unique."""
    room = LONGEST_NAME - len(os.fsencode(ending))
    if len(os.fsencode(stem)) <= room:
        return stem + ending
    mark = "~" + hashlib.sha256(os.fsencode(stem)).hexdigest()[:8]
    while len(os.fsencode(stem)) > room - len(mark):
        stem = stem[:-1]
    return stem + mark + ending


def _real(path: Path) -> str:
    # Two spellings of one file must not look like two files.
    real = os.path.realpath(path)
    return real.casefold() if _folds_case(real) else real


def _spot(target: Path) -> str:
    return (
        _real(target.parent) + os.sep + (target.name.casefold() if _folds_case(str(target)) else target.name)
    )


def _folds_case(path: str) -> bool:
    """Are `A` and `a` one name in the folder of `path`? Asked of the nearest folder that is there."""
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    # What the folder holds knows better than the folder's own name, which may lie on another file system.
    known = next((name for name in _names_in(folder) if name.swapcase() != name), None)
    one = os.path.join(folder, known) if known else folder
    other = os.path.join(os.path.dirname(one), os.path.basename(one).swapcase())
    return os.path.exists(one) and other != one and os.path.exists(other) and os.path.samefile(one, other)


def _names_in(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries)
    except OSError:
        return
