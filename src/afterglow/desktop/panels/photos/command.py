"""Settings as the command that does the same in a terminal."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Sequence
from pathlib import Path

from afterglow.enhance.recipe import Recipe


def command(paths: Sequence[Path], recipe: Recipe, output: Path | None = None) -> str:
    """The `afterglow enhance …` that makes the same of these pictures."""
    words = ["afterglow", "enhance"]
    for field in dataclasses.fields(Recipe):
        value = getattr(recipe, field.name)
        if value != field.default:
            words.append("--" + field.name.replace("_", "-"))
            words += [] if value is True else [f"{value:g}" if isinstance(value, float) else str(value)]
    words += ["-o", str(output)] if output else []
    dashes = ["--"] if any(str(path).startswith("-") for path in paths) else []
    return shlex.join([*words, *dashes, *map(str, paths)])
