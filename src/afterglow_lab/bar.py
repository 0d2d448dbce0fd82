"""A training as a progress bar with its lines above it, where there is a terminal to draw it on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from afterglow.progress import SILENT, Progress

Say = Callable[[str], None]


@contextmanager
def told(name: str, speaks: bool = True) -> Iterator[tuple[Say, Progress]]:
    """Where a training says its lines and how far it is: a bar in a terminal, plain lines anywhere else."""
    if not speaks:
        yield _nothing, SILENT
        return
    if not sys.stdout.isatty():
        yield _line, SILENT
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(text_format="{task.percentage:>5.1f} %"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    # The time left is guessed from the last hours: a training's speed hardly changes.
    with Bar(*columns, console=Console(), transient=True, speed_estimate_period=3600) as bar:
        task = bar.add_task(name, total=1.0)

        def say(line: str) -> None:
            bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

        yield say, Progress(lambda done: bar.update(task, completed=done))


def _nothing(line: str) -> None:
    pass


def _line(line: str) -> None:
    print(line, flush=True)
