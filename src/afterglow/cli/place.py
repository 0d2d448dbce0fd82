"""What `-o OUT` means."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from afterglow.enhance.recipe import Recipe
from afterglow.errors import WrongOption
from afterglow.image.formats import FORMATS, READABLE_SUFFIXES, format_to_write
from afterglow.jobs.targets import Place


def place_of(output: str | None, named: Sequence[Path], recipe: Recipe) -> Place:
    """Beside the pictures without OUT; one file where one picture meets a picture's name; else a folder."""
    if output is None:
        return Place()
    out = Path(output)
    looks_like_file = out.suffix.lower() in READABLE_SUFFIXES and not output.endswith(("/", os.sep))
    if os.path.exists(out) and not (os.path.isdir(out) or os.path.isfile(out)):
        raise WrongOption(f"{out} is neither a folder nor an ordinary file", "Name a folder, or say -o -.")
    if os.path.isdir(out) or not (looks_like_file or os.path.isfile(out)):
        return Place(folder=out)
    if len(named) > 1 or os.path.isdir(named[0]):
        raise WrongOption(f"{out} names one file, and there may be several results", "Give a folder with -o.")
    _check_suffix(out, recipe)
    return Place(file=out)


def _check_suffix(out: Path, recipe: Recipe) -> None:
    wanted = format_to_write(recipe.format, out, "")
    if out.suffix.lower() in READABLE_SUFFIXES and out.suffix.lower() not in wanted.suffixes:
        named = next(known.label for known in FORMATS.values() if out.suffix.lower() in known.suffixes)
        raise WrongOption(
            f"{out.name} has the name of a {named} file, but --format asks for {wanted.label}",
            f"Give it a name ending in {wanted.suffixes[0]}, or leave --format out.",
        )
