"""A run as one JSON object per line, for programs. docs/cli.md promises their shape."""

from __future__ import annotations

import json

from afterglow.cli.tally import Tally
from afterglow.jobs.job import Advanced, Event, Failed, Finished, Planned, Skipped, Started, Stopped

FINISHED = ("model", "reason", "engine", "device", "precision", "width", "height", "seconds", "notes")
PLANNED = ("model", "reason", "width", "height", "seconds")
COUNTED = (Finished, Planned, Skipped, Failed, Stopped)


class JsonLines:
    """Prints an object for every event on stdout."""

    def __init__(self) -> None:
        self._percent: dict[str, int] = {}

    def __call__(self, event: Event) -> None:
        if isinstance(event, Advanced):
            # A network reports dozens of tiles a second; nobody reads more than a hundred steps of a file.
            percent = int(event.done * 100)
            if self._percent.get(event.job.id) == percent:
                return
            self._percent[event.job.id] = percent
        elif not isinstance(event, Started):
            self._percent.pop(event.job.id, None)
        _print(as_object(event))

    def end(self, tally: Tally, code: int, notes: tuple[str, ...]) -> None:
        counts = {kind.__name__.lower(): tally.ends[kind] for kind in COUNTED}
        figures = {"megapixels": round(tally.megapixels, 3), "seconds": round(tally.seconds, 3), "exit": code}
        _print({"event": "summary", **counts, **figures, "notes": notes})


def as_object(event: Event) -> dict[str, object]:
    """An event as the documented JSON object."""
    said: dict[str, object] = {
        "event": type(event).__name__.lower(),
        "source": event.job.source,
        "target": event.job.target or None,
    }
    match event:
        case Advanced():
            said["done"] = round(event.done, 4)
        case Finished():
            said |= {name: getattr(event, name) for name in FINISHED}
        case Planned():
            said |= {name: getattr(event, name) for name in PLANNED}
        case Skipped():
            said["reason"] = event.reason
        case Failed():
            said |= {"message": event.message, "hint": event.hint, "kind": event.kind}
    return said


def _print(said: dict[str, object]) -> None:
    # ASCII, because a file name may hold bytes that are no text, and stdout may be in any encoding.
    print(json.dumps(said), flush=True)
