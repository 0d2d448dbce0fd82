"""Settings as the command that does the same in a terminal."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Sequence
from pathlib import Path

from afterglow.enhance.recipe import Recipe
from afterglow.video.options import VideoOptions


def command(paths: Sequence[Path], recipe: Recipe, output: Path | None = None) -> str:
    """The `afterglow enhance …` that makes the same of these pictures."""
    return _line("enhance", _flags(recipe), paths, output)


def video_command(
    paths: Sequence[Path], recipe: Recipe, options: VideoOptions, output: Path | None = None
) -> str:
    """The `afterglow video …` that makes the same of these clips."""
    return _line("video", [*_flags(options), *_flags(recipe)], paths, output)


def _line(name: str, flags: Sequence[str], paths: Sequence[Path], output: Path | None) -> str:
    out = ["-o", str(output)] if output else []
    dashes = ["--"] if any(str(path).startswith("-") for path in paths) else []
    return shlex.join(["afterglow", name, *flags, *out, *dashes, *map(str, paths)])


def _flags(options: Recipe | VideoOptions) -> list[str]:
    """A flag for whatever differs from its default."""
    words: list[str] = []
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if value != field.default:
            words.append("--" + (field.metadata["name"] or field.name.replace("_", "-")))
            words += [] if value is True else [f"{value:g}" if isinstance(value, float) else str(value)]
    return words
