"""What was named, looked through beside the window: what is found in files and folders comes in portions."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from afterglow.desktop.bridge import Bridge, Task
from afterglow.progress import Progress

PORTION = 100  # files told at a time: a few milliseconds of the window's
PAUSE = 0.05  # seconds until a smaller portion is told


class Finding(QObject):
    """Looks through one naming after the other; a folder may be large and its drive slow."""

    found = Signal(object, bool)  # the paths of a portion, and whether it is the first of what was named
    over = Signal(object)  # what was refused of what was named
    changed = Signal()  # it began, found more, or is over
    failed = Signal(object)  # AfterglowError

    def __init__(self, bridge: Bridge, lane: str, suffixes: Callable[[], Collection[str]]) -> None:
        """`suffixes` says, in a thread, what the names of files in folders must end in to count."""
        super().__init__()
        self._bridge, self._lane, self._suffixes = bridge, lane, suffixes
        self._tasks: list[Task[Any]] = []
        self.count = 0  # found since it began
        self.place = ""  # what is looked through

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    def look(self, named: Sequence[Path]) -> None:
        """Look through files and folders; what is being looked through is finished before."""
        if not named:
            return
        if not self.busy:
            self.count = 0
        self.place = named[0].name
        task = self._bridge.start(
            partial(self._look, tuple(named)),
            lambda refused: self._end(task, lambda: self.over.emit(refused)),
            lambda problem: self._end(task, lambda: self.failed.emit(problem)),
            lane=self._lane,
        )
        self._tasks.append(task)
        self.changed.emit()

    def stop(self) -> None:
        """Look no further; what was found stays."""
        for task in self._tasks:
            task.stop()
        self._tasks.clear()
        self.changed.emit()

    def _end(self, task: Task[Any], tell: Callable[[], object]) -> None:
        self._tasks.remove(task)
        tell()
        self.changed.emit()

    def _look(self, named: Sequence[Path], progress: Progress) -> list[Any]:
        """In a thread: what was found is told on the way, what was refused at the end."""
        from afterglow.jobs.gather import Picture, Refused, look_for

        portions, refused = _Portions(partial(self._tell, progress), progress), []
        for item in look_for(named, self._suffixes(), progress=progress):
            if isinstance(item, Refused):
                refused.append(item)
            else:
                portions.add(item.path if isinstance(item, Picture) else item)
        portions.hand_over()
        return refused

    def _tell(
        self, progress: Progress, paths: Sequence[Path], first: bool, taken: Callable[[], object]
    ) -> None:
        def take() -> None:
            if not progress.stopped():
                self.count += len(paths)
                self.found.emit(paths, first)
                self.changed.emit()
            taken()

        self._bridge.tell(take)


class _Portions:
    """Collects in a thread, and hands over: one at once, then many together, and none before the last was taken."""

    def __init__(
        self, tell: Callable[[Sequence[Path], bool, Callable[[], object]], object], progress: Progress
    ) -> None:
        self._tell, self._progress = tell, progress
        self._waiting: list[Path] = []
        self._first, self._last = True, float("-inf")
        self._taken = threading.Event()
        self._taken.set()

    def add(self, path: Path) -> None:
        self._waiting.append(path)
        rested = self._taken.is_set() and time.monotonic() - self._last > PAUSE
        if rested or len(self._waiting) == PORTION:
            self.hand_over()

    def hand_over(self) -> None:
        """Tell what waits, once what was told before has been taken."""
        if not self._waiting:
            return
        while not self._taken.wait(PAUSE):
            self._progress(0.0)
        self._taken.clear()
        self._tell(tuple(self._waiting), self._first, self._taken.set)
        self._waiting.clear()
        self._first, self._last = False, time.monotonic()
