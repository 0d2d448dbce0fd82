"""A run as a progress bar, where there is a terminal to draw it on."""

from __future__ import annotations

from afterglow.cli.lines import Lines
from afterglow.cli.sentences import shown
from afterglow.cli.tally import Tally
from afterglow.jobs.job import Advanced, Event, Started


class Bar(Lines):
    """Lines, and below them a bar over all files with the time left."""

    def __init__(self, files: int, *, verbose: bool = False) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        super().__init__(verbose=verbose)
        self._tally = Tally()
        self._under_way: dict[str, float] = {}
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[speed]}", markup=False),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=files, speed="")
        self._bar.start()

    def __call__(self, event: Event) -> None:
        super().__call__(event)
        self._tally.count(event)
        if isinstance(event, Advanced):
            self._under_way[event.job.id] = event.done
        elif not isinstance(event, Started):
            self._under_way.pop(event.job.id, None)
        done = sum(self._tally.ends.values())
        self._bar.update(
            self._task,
            completed=done + sum(self._under_way.values()),
            description=shown(event.job.source).rpartition("/")[2][-40:],
            speed=self._tally.speed,
        )

    def say(self, line: str) -> None:
        if line:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def end(self, tally: Tally, code: int, notes: tuple[str, ...]) -> None:
        self._bar.stop()
        super().end(tally, code, notes)
