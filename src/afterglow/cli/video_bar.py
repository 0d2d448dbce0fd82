"""Videos as a progress bar that counts their time."""

from __future__ import annotations

import time
from contextlib import suppress

from afterglow.cli.lines import Lines
from afterglow.cli.sentences import shown
from afterglow.cli.tally import Tally
from afterglow.errors import AfterglowError
from afterglow.jobs.job import Advanced, Event, Job, Started


class VideoBar(Lines):
    """Lines, and below them how far the clip under way is, how fast, and how long it will take."""

    def __init__(self, *, verbose: bool = False) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        super().__init__(verbose=verbose)
        self._began = 0.0
        self._from: float | None = None
        self._seconds = 0.0
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[told]}", markup=False),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=1.0, told="")
        self._bar.start()

    def __call__(self, event: Event) -> None:
        super().__call__(event)
        if isinstance(event, Started):
            self._began, self._from, self._seconds = time.monotonic(), None, _seconds(event.job)
            name = shown(event.job.source).rpartition("/")[2][-40:]
            self._bar.update(self._task, completed=0, description=name, told="")
        elif isinstance(event, Advanced) and event.done > 0:
            # What an earlier run had done says nothing about how fast this one is.
            if self._from is None:
                self._began, self._from = time.monotonic(), event.done
            taken = time.monotonic() - self._began
            told = pace(event.done, self._from, taken, self._seconds)
            self._bar.update(self._task, completed=event.done, told=told)

    def say(self, line: str) -> None:
        if line:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def end(self, tally: Tally, code: int, notes: tuple[str, ...]) -> None:
        self._bar.stop()
        super().end(tally, code, notes)


def pace(done: float, since: float, taken: float, seconds: float) -> str:
    """How far in the clip's time, how fast, and how long it will take, once that can be told."""
    place = f"{clock(done * seconds)} of {clock(seconds)}" if seconds else ""
    gained = done - since
    if gained <= 0 or taken < 1:
        return place
    left = f"{clock(taken * (1 - done) / gained)} left"
    speed = f"{gained * seconds / taken:.2g}×" if seconds else ""
    return ", ".join(part for part in (place, speed, left) if part)


def clock(seconds: float) -> str:
    """Seconds as 1:02:03, or 2:03."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _seconds(job: Job) -> float:
    """How long the part is that a job makes; 0 where that cannot be told."""
    from afterglow.video.reader import probe

    begin, end = job.video.stretch if job.video else (None, None)
    with suppress(AfterglowError):
        whole = probe(job.source).seconds
        return max(min(end or whole, whole) - (begin or 0.0), 0.0)
    return 0.0
