"""Events as sentences for a person."""

from __future__ import annotations

import contextlib
import os
import unicodedata

from afterglow.jobs.job import End, Failed, Finished, Planned, Skipped, Stopped


def sentence(event: End) -> str:
    """What became of a file."""
    name = shown(event.job.source)
    match event:
        case Finished():
            return f"{name} → {shown(event.job.target)}: {_how(event)}, {event.seconds:.1f} s" + _notes(event)
        case Planned():
            return f"{name} → {shown(event.job.target)}: {_plan(event)}"
        case Skipped():
            return f"{name}: {event.reason.lower()}"
        case Stopped():
            return f"{name}: stopped"
        case Failed():
            told = f"{event.message}. {event.hint}" if event.hint else event.message
            return f"{name}: {told}"


def shown(path: str) -> str:
    """A path to print: relative where that is shorter, with nothing in it that moves the cursor."""
    with contextlib.suppress(ValueError, OSError):  # another drive, or the working folder is gone
        path = min(path, os.path.relpath(path), key=len)
    # Control characters and bidirectional overrides in a file name could rewrite the line they stand in.
    return "".join(ascii(letter)[1:-1] if _is_invisible(letter) else letter for letter in path)


def _is_invisible(letter: str) -> bool:
    # The joiner that builds emoji out of emoji is the one format character that is harmless.
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs") and letter != "\u200d"


def _how(event: Finished) -> str:
    if event.model is None:
        return f"no model, because {event.reason}" if event.reason else "no model"
    return f"{event.model} on {event.device} ({event.engine}, {event.precision})"


def _plan(event: Planned) -> str:
    time = f", about {event.seconds:.1f} s" if event.seconds else ""
    return f"{event.model or 'no model'}, because {event.reason}; {event.width}×{event.height} pixels{time}"


def _notes(event: Finished) -> str:
    return "".join(f"\n  {note}" for note in event.notes)
