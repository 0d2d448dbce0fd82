"""How fast a clip is made, and how long that will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from afterglow.desktop.words import Words
from afterglow.errors import AfterglowError
from afterglow.jobs.job import Job

SOON = 1.0  # seconds of work after which its speed can be told


class Pace:
    """Counts from where a run begins or goes on: what was done before says nothing about its speed."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`seconds` is the length of what is made; 0 where that is not known."""
        self.seconds, self.done = seconds, 0.0
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """It begins, or goes on after a rest."""
        self._from: float | None = None
        self._since = 0.0

    def hear(self, done: float) -> None:
        """So much of it is done, 0 to 1."""
        if self._from is None:
            self._from, self._since = done, self._clock()
        self.done = done

    @property
    def speed(self) -> float | None:
        """Shares of the whole in a second, once that can be told."""
        taken = self._clock() - self._since
        gained = self.done - self._from if self._from is not None else 0.0
        return gained / taken if gained > 0 and taken >= SOON else None

    @property
    def left(self) -> float | None:
        """Seconds until it is done, once that can be told."""
        return (1 - self.done) / self.speed if self.speed else None

    def said(self, words: Words) -> str:
        """Where it is in the clip's time, how fast, and how long it will take."""
        if not self.seconds:
            return f"{100 * self.done:.0f} %"
        place, whole = clock(self.done * self.seconds), clock(self.seconds)
        if self.speed is None or self.left is None:
            return f"{place} / {whole}"
        speed = f"{self.speed * self.seconds:.2g}"
        return words("video.pace", place=place, whole=whole, speed=speed, left=clock(self.left))


def length(job: Job) -> float:
    """The seconds of the part that a job makes; 0 where they cannot be told."""
    from afterglow.video import probe

    begin, end = job.video.stretch if job.video else (None, None)
    with suppress(AfterglowError):
        whole = probe(job.source).seconds
        return max(min(end or whole, whole) - (begin or 0.0), 0.0)
    return 0.0


def clock(seconds: float) -> str:
    """Seconds as 1:02:03, or 2:03."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
