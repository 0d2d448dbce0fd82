"""What happened, in this session and before: one line of JSON for each thing, in the user's folder for logs.

What is written down is a key of `words/` or an error, so that it reads in the language of now, and the words of then
for the day on which the key has gone. Two windows may write to one file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from afterglow.desktop.words import Words
from afterglow.errors import AfterglowError, CannotWrite
from afterglow.toml import from_table

FILE = "window.jsonl"
KINDS = ("good", "info", "warning", "problem")
MOST = 512 * 1024  # bytes; beyond them the older half is let go


@dataclass(frozen=True)
class Entry:
    """One thing that happened: words by key, or an error's `message` and `hint`; `said` is how it read then."""

    time: str  # with its time zone, as ISO 8601 has it
    kind: str
    said: str
    key: str = ""
    values: dict[str, str] = field(default_factory=dict)
    message: str = ""
    hint: str = ""

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.time)

    def text(self, words: Words) -> str:
        """How it reads in the language of now."""
        if self.message:
            return words.told(AfterglowError(self.message, self.hint))
        try:
            return words(self.key, **self.values)
        except (KeyError, OSError):  # an older version's key
            return self.said


class Log:
    """The file, and what is added to it. Where it cannot be written, `problem` says so and the session goes on."""

    def __init__(self, words: Words, folder: Path | None = None) -> None:
        self.folder = folder or log_folder()
        self.path = self.folder / FILE
        self.began = _now()
        self.changed: list[Callable[[], object]] = []
        self.problem: CannotWrite | None = None
        self._words = words
        self._unwritten: list[Entry] = []

    def note(self, kind: str, key: str, **values: object) -> None:
        """Write down a key's words; `kind` is one of `KINDS`."""
        plain = {name: str(value) for name, value in values.items()}
        self._add(Entry(_now(), kind, self._words(key, **plain), key, plain))

    def failed(self, error: AfterglowError, kind: str = "problem") -> None:
        """Write down what went wrong."""
        self._add(Entry(_now(), kind, str(error), message=error.message, hint=error.hint))

    def entries(self) -> list[Entry]:
        """All that is known, the oldest first."""
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        return [entry for line in lines if (entry := _read(line))] + self._unwritten

    def of_now(self, entry: Entry) -> bool:
        """Did it happen since this window was opened?"""
        return entry.when >= datetime.fromisoformat(self.began)

    def _add(self, entry: Entry) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._let_go()
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            self.problem = None
        except OSError as error:
            self._unwritten.append(entry)
            said = (error.strerror or str(error)).lower()
            self.problem = CannotWrite(f"The log cannot be kept: {said}", f"Can {self.folder} be written?")
        for draw in list(self.changed):
            draw()

    def _let_go(self) -> None:
        """Keep the younger half of a file that has grown too large."""
        if not self.path.exists() or self.path.stat().st_size < MOST:
            return
        with self.path.open("rb") as file:
            file.seek(-MOST // 2, os.SEEK_END)
            kept = file.read().partition(b"\n")[2]
        beside = self.path.with_name(f".{FILE}.{os.getpid()}.part")
        beside.write_bytes(kept)
        os.replace(beside, self.path)


def log_folder() -> Path:
    """Below what AFTERGLOW_STATE says, else the place this system has for logs."""
    asked = os.environ.get("AFTERGLOW_STATE")
    if asked:
        return Path(asked) / "log"
    import platformdirs

    return platformdirs.user_log_path("afterglow", appauthor=False)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="microseconds")


def _read(line: str) -> Entry | None:
    """A line's entry; None for one that was torn by a power cut or is another version's."""
    try:
        entry = from_table(json.loads(line), Entry, FILE)
        return entry if entry.kind in KINDS and entry.when.tzinfo else None
    except (ValueError, TypeError, AttributeError, AfterglowError):
        return None
