"""What the page of the log knows: which entries are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.desktop.log import KINDS, Entry, Log
from afterglow.desktop.words import Words

ALL = "all"
CHOICES = (ALL, *KINDS)


@dataclass(frozen=True)
class LogSettings:
    """What the page remembers from day to day."""

    kind: str = ALL
    now: bool = False


class Pages:
    """The log as it is looked through: entries of a kind, of this session or all, that contain what is sought."""

    def __init__(self, log: Log, settings: LogSettings = LogSettings()) -> None:
        self.log = log
        self.kind = settings.kind if settings.kind in CHOICES else ALL
        self.now = settings.now
        self.sought = ""

    @property
    def settings(self) -> LogSettings:
        return LogSettings(self.kind, self.now)

    def shown(self, words: Words) -> list[Entry]:
        """What is asked for, the latest first."""
        sought = self.sought.casefold().split()
        return [
            entry
            for entry in reversed(self.log.entries())
            if self.kind in (ALL, entry.kind)
            and (not self.now or self.log.of_now(entry))
            and all(word in entry.text(words).casefold() for word in sought)
        ]


def written(entries: list[Entry], words: Words) -> str:
    """Entries as lines, to be sent to somebody."""
    return "".join(
        f"{clock(entry)}\t{words(f'log.kind_{entry.kind}')}\t{' '.join(entry.text(words).split())}\n"
        for entry in entries
    )


def clock(entry: Entry) -> str:
    """When it happened, by the clock on the wall here."""
    return entry.when.astimezone().strftime("%Y-%m-%d %H:%M:%S")
