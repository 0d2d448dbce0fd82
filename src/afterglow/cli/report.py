"""Which way a run tells what happens."""

from __future__ import annotations

import sys
from typing import Protocol

from afterglow.cli.tally import Tally
from afterglow.jobs.job import Event


class Report(Protocol):
    """Call it with every event, then once `end` it."""

    def __call__(self, event: Event) -> None: ...

    def end(self, tally: Tally, code: int, notes: tuple[str, ...]) -> None: ...


def report_for(files: int | None, *, json: bool, quiet: bool, verbose: bool) -> Report:
    """JSON if asked for, a bar for a known number of `files` where a terminal is there, else lines."""
    if json:
        from afterglow.cli.json_lines import JsonLines

        return JsonLines()
    if files and not quiet and sys.stderr.isatty():
        from afterglow.cli.bar import Bar

        return Bar(files, verbose=verbose)
    from afterglow.cli.lines import Lines

    return Lines(quiet=quiet, verbose=verbose)
