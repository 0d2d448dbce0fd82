"""A run as lines for a person."""

from __future__ import annotations

import sys

from afterglow.cli.sentences import sentence
from afterglow.cli.tally import Tally
from afterglow.jobs.job import Event, Failed, Finished, Planned, Skipped, Stopped


class Lines:
    """A line on stderr for each file, and one at the end."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet = quiet
        self._verbose = verbose

    def __call__(self, event: Event) -> None:
        self.say(self.line(event))

    def line(self, event: Event) -> str:
        """What to print for an event; empty for nothing."""
        match event:
            case Failed():
                return sentence(event) + (f"\n{event.trace}" if self._verbose else "")
            case Finished() | Planned():
                return "" if self._quiet else sentence(event)
            case Skipped() | Stopped():
                return sentence(event) if self._verbose else ""
        return ""

    def say(self, line: str) -> None:
        if line:
            print(line, file=sys.stderr, flush=True)

    def end(self, tally: Tally, code: int, notes: tuple[str, ...]) -> None:
        for note in notes:
            self.say(note)
        if not self._quiet:
            self.say(tally.sentence())
