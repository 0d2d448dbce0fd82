"""The queue at work: jobs taken one after the other, held, stopped, and gone on with on another day."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from afterglow.desktop.bridge import PATIENCE, Bridge, Task
from afterglow.enhance.recipe import Recipe
from afterglow.errors import AfterglowError
from afterglow.jobs.folders import state_folder
from afterglow.jobs.gather import Picture, Refused
from afterglow.jobs.job import End, Event, Job
from afterglow.jobs.pause import Gate
from afterglow.jobs.queue import Queue
from afterglow.progress import Progress

Made = TypeVar("Made")

TURNS = "queue"  # the lane in which the queues of pictures and of clips take turns
ORDER = "queue order"  # the lane in which queues are changed, one change after the other


@dataclass(frozen=True)
class Hearers:
    """Who is told how the work goes, in the window's thread."""

    changed: Callable[[], object]  # whenever there is something new to draw
    ended: Callable[[End], object]  # what became of a job
    over: Callable[[Sequence[End]], object]  # nothing waits any more: what became of all jobs of the run
    failed: Callable[[AfterglowError], object]  # nothing can be worked on


class Queueing:
    """A queue, and the one run that works on it."""

    def __init__(self, bridge: Bridge, hearers: Hearers, folder: Path | None = None) -> None:
        """The queue is kept in `folder`, else with the program's state."""
        self._bridge, self._hearers = bridge, hearers
        self.queue = Queue(folder or state_folder())
        self.left_from_before = len(self.queue)
        self._gate: Gate | None = None
        self._task: Task[None] | None = None
        self._begun = False  # its turn has come
        self._ends: list[End] = []  # of the run
        self._changes: list[threading.Event] = []  # that are under way; set once they are made
        self._wanted = False  # to be started once they are made

    @property
    def running(self) -> bool:
        return self._gate is not None

    @property
    def busy(self) -> bool:
        """Is it at work, or being changed?"""
        return self.running or bool(self._changes)

    @property
    def waits_its_turn(self) -> bool:
        """Is it started, and another queue at work? Two at once would share memory and processor, and gain nothing."""
        return self._task is not None and not self._begun and self._bridge.waits(self._task, TURNS)

    @property
    def paused(self) -> bool:
        return self._gate is not None and self._gate.paused

    def add(self, asked: Sequence[tuple[Path, Recipe]], told: Callable[[list[Refused]], object]) -> None:
        """Queue pictures, each with its own recipe; `told` is called with those that have no place to go to."""
        from afterglow.jobs.targets import Place, jobs_for

        def jobs() -> tuple[list[Job], list[Refused]]:
            made: list[Job] = []
            refused: list[Refused] = []
            for recipe, same in groupby(asked, lambda one: one[1]):
                found = jobs_for([Picture(path, Path(path.name)) for path, _ in same], Place(), recipe)
                made += found[0]
                refused += found[1]
            return made, refused

        self.put(jobs, told)

    def put(
        self, jobs: Callable[[], tuple[list[Job], list[Refused]]], told: Callable[[list[Refused]], object]
    ) -> None:
        """Queue what `jobs` makes, in a thread: each file is looked up, and the queue is written down."""

        def change() -> list[Refused]:
            made, refused = jobs()
            self.queue.add(made)
            return refused

        self._change(change, told)

    def start(self) -> None:
        """Work on what waits, or go on after a pause; what is being queued is waited for."""
        if self._changes:
            self._wanted = True
        elif self._gate is not None:
            self._gate.go_on()
        else:
            gate = self._gate = Gate()
            self._ends.clear()
            self._task = self._bridge.start(
                lambda progress: self._begin(gate), lambda _: self._over(), self._break_off, lane=TURNS
            )
        self._hearers.changed()

    def pause(self) -> None:
        """Hold everything at its next tile."""
        if self._gate is not None:
            self._gate.pause()
            self._hearers.changed()

    def stop(self) -> None:
        """Have everything leave; what was not done can be tried again."""
        self._wanted = False
        if self._gate is not None:
            self._gate.stop()
        if self._task and self.waits_its_turn:
            self._task.stop()
            self._over()

    def retry(self) -> None:
        """Try again what failed or was stopped."""
        self._change(self.queue.retry, lambda _: None)
        self.start()

    def remove(self, ids: Sequence[str]) -> None:
        self._change(lambda: self.queue.remove(ids), lambda _: None)

    def close(self) -> None:
        """The window closes: what is not done stays for the next, and what is being queued comes in yet."""
        self.stop()
        for change in self._changes:
            change.wait(PATIENCE)
        self.queue.close()

    def _change(self, change: Callable[[], Made], told: Callable[[Made], object]) -> None:
        """Change the queue in a thread, for it is written down each time; `told` hears what comes of it."""
        over = threading.Event()
        self._changes.append(over)

        def work(progress: Progress) -> Made:
            try:
                return change()
            finally:
                over.set()

        def done(made: Made) -> None:
            self._changed()
            told(made)

        def failed(problem: AfterglowError) -> None:
            self._changed()
            self._hearers.failed(problem)

        self._bridge.start(work, done, failed, lane=ORDER)

    def _changed(self) -> None:
        """The first of the changes that were under way was made."""
        del self._changes[0]
        self._hearers.changed()
        if self._wanted and not self._changes:
            self._wanted = False
            self.start()

    def _begin(self, gate: Gate) -> None:
        """In a thread: it is this queue's turn."""

        def begin() -> None:
            self._begun = self._gate is gate
            self._hearers.changed()

        self._bridge.tell(begin)
        self._run(gate)

    def _run(self, gate: Gate) -> None:
        """In a thread: as long as jobs wait, do them."""
        from afterglow.jobs.engines.local import run_all
        from afterglow.jobs.remember import Again
        from afterglow.jobs.workshop import workshop

        targets = [item.job.target for item in self.queue.items]
        with workshop(targets, Again(failed=True)) as (work, _):
            run_all(self._waiting(gate), work, self._tell, gate)

    def _waiting(self, gate: Gate) -> Iterator[Job]:
        while not gate() and (job := self.queue.take()):
            yield job

    def _tell(self, event: Event) -> None:
        """In a thread: what it means for the queue is written down there, for that takes the drive's time."""
        self.queue.hear(event)
        self._bridge.tell(lambda: self._hear(event))

    def _hear(self, event: Event) -> None:
        if isinstance(event, End):
            self._ends.append(event)
            self._hearers.ended(event)
        self._hearers.changed()

    def _over(self) -> None:
        stopped = self._gate is not None and self._gate.stopped
        self._gate, self._task, self._begun = None, None, False
        self._hearers.changed()
        if self._ends and not stopped:
            self._hearers.over(tuple(self._ends))

    def _break_off(self, problem: AfterglowError) -> None:
        self._over()
        self._hearers.failed(problem)
