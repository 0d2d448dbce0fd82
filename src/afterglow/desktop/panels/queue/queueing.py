"""The queue at work: jobs taken one after the other, held, stopped, and gone on with on another day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from afterglow.desktop.bridge import Bridge
from afterglow.enhance.recipe import Recipe
from afterglow.errors import AfterglowError
from afterglow.jobs.folders import state_folder
from afterglow.jobs.gather import Picture, Refused
from afterglow.jobs.job import End, Event, Job
from afterglow.jobs.pause import Gate
from afterglow.jobs.queue import Queue


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
        self._ends: list[End] = []  # of the run

    @property
    def running(self) -> bool:
        return self._gate is not None

    @property
    def paused(self) -> bool:
        return self._gate is not None and self._gate.paused

    def add(self, asked: Sequence[tuple[Path, Recipe]], folder: Path | None = None) -> list[Refused]:
        """Queue pictures, each with its own recipe; returns those that have no place to go to."""
        from afterglow.jobs.targets import Place, jobs_for

        refused: list[Refused] = []
        for path, recipe in asked:
            jobs, clashes = jobs_for([Picture(path, Path(path.name))], Place(folder=folder), recipe)
            self.queue.add(jobs)
            refused += clashes
        self._hearers.changed()
        return refused

    def start(self) -> None:
        """Work on what waits, or go on after a pause."""
        if self._gate is not None:
            self._gate.go_on()
        else:
            gate = self._gate = Gate()
            self._ends.clear()
            self._bridge.start(
                lambda progress: self._run(gate), lambda _: self._over(), self._break_off, lane="queue"
            )
        self._hearers.changed()

    def pause(self) -> None:
        """Hold everything at its next tile."""
        if self._gate is not None:
            self._gate.pause()
            self._hearers.changed()

    def stop(self) -> None:
        """Have everything leave; what was not done can be tried again."""
        if self._gate is not None:
            self._gate.stop()

    def retry(self) -> None:
        """Try again what failed or was stopped."""
        self.queue.retry()
        self.start()

    def remove(self, ids: Sequence[str]) -> None:
        self.queue.remove(ids)
        self._hearers.changed()

    def close(self) -> None:
        """The window closes: what is not done stays for the next."""
        self.stop()
        self.queue.close()

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
        self._gate = None
        self._hearers.changed()
        if self._ends and not stopped:
            self._hearers.over(tuple(self._ends))

    def _break_off(self, problem: AfterglowError) -> None:
        self._over()
        self._hearers.failed(problem)
