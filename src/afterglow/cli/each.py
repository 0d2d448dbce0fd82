"""Doing one thing to each picture that was named, and telling of those that cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from afterglow.cli import exits
from afterglow.cli.sentences import shown
from afterglow.errors import AfterglowError
from afterglow.image import READABLE_SUFFIXES
from afterglow.image.files import read
from afterglow.image.image import Image
from afterglow.jobs.gather import gather


def each_picture(paths: list[str], look: Callable[[Path, Image], None]) -> int:
    """Call `look` with each picture of the files and folders named; the exit code."""
    found = gather([Path(path) for path in paths], READABLE_SUFFIXES)
    failed = len(found.refused)
    for refused in found.refused:
        print(f"{shown(str(refused.path))}: {refused.message}. {refused.hint}", file=sys.stderr)
    files = [picture.path for picture in found.pictures] + list(found.results)
    done = 0
    for file in files:
        try:
            look(file, read(file))
            done += 1
        except AfterglowError as error:
            failed += 1
            print(f"{shown(str(file))}: {error}", file=sys.stderr)
    if not done:
        return exits.NOTHING_DONE
    return exits.SOME_FAILED if failed else exits.FINE
