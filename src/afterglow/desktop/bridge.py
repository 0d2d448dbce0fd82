"""Where work in threads meets the window: the one place where what a thread tells reaches Qt.

Work is a plain function that takes a `Progress`. It waits its turn in a lane, a thread of its own, so that work of one
kind never runs twice at a time; what becomes of it is told by calling back in the window's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from afterglow.desktop.rooms import load_rooms
from afterglow.errors import AfterglowError
from afterglow.progress import Cancelled, Progress

Made = TypeVar("Made")
Work = Callable[[Progress], Made]

PATIENCE = 2.0  # seconds that closing waits for work to come to its next tile


class Task(Generic[Made]):
    """Work that was handed over. All of its callbacks are called in the window's thread, the last one once."""

    def __init__(
        self,
        work: Work[Made],
        done: Callable[[Made], object],
        failed: Callable[[AfterglowError], object],
        advanced: Callable[[float], object] | None,
        stopped: Callable[[], object] | None,
    ) -> None:
        self.work, self.done, self.failed, self.advanced, self.left = work, done, failed, advanced, stopped
        self._stop = threading.Event()
        self._shown: float | None = None

    def stop(self) -> None:
        """Ask it to stop at its next tile; from now on it calls nothing back but that it was stopped."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()


class Bridge(QObject):
    """Hands work to threads and brings back what becomes of it."""

    _told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lanes: dict[str, _Lane] = {}
        self._new: SimpleQueue[_Lane | None] = SimpleQueue()
        self._closed = False
        threading.Thread(target=self._start_lanes, name="lanes", daemon=True).start()
        self._told.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def tell(self, call: Callable[[], object]) -> None:
        """Have `call` made in the window's thread; may be called from any."""
        with suppress(RuntimeError):  # the window has gone, and nobody is left to tell
            self._told.emit(call)

    def start(
        self,
        work: Work[Made],
        done: Callable[[Made], object],
        failed: Callable[[AfterglowError], object],
        *,
        advanced: Callable[[float], object] | None = None,
        stopped: Callable[[], object] | None = None,
        lane: str = "work",
    ) -> Task[Made]:
        """Have `work` done in its lane when its turn comes."""
        task = Task(work, done, failed, advanced, stopped)
        if lane not in self._lanes:
            self._lanes[lane] = _Lane(lane, self)
            self._new.put(self._lanes[lane])
        self._lanes[lane].put(task)
        return task

    def waits(self, task: Task[Any], lane: str) -> bool:
        """Is other work under way in its lane?"""
        now = self._lanes[lane].now
        return now is not None and now is not task

    def close(self) -> None:
        """Stop all work, and wait a little for it to leave. Nothing is called back after this."""
        self._closed = True
        for lane in self._lanes.values():
            lane.close()
        for lane in self._lanes.values():
            if lane.is_alive():
                lane.join(PATIENCE)
        self._lanes.clear()
        self._new.put(None)

    def run(self, task: Task[Any]) -> None:
        """Do a task's work, in the thread of its lane."""
        try:
            load_rooms()
            if task.stopped:
                raise Cancelled
            made = task.work(Progress(lambda done: self._advance(task, done), lambda: task.stopped))
            if task.stopped:
                raise Cancelled
        except Cancelled:
            if task.left:
                self.tell(task.left)
        except Exception as error:
            problem = _told_of(error)
            self.tell(lambda: None if task.stopped else task.failed(problem))
        else:
            self.tell(lambda: None if task.stopped else task.done(made))

    def _start_lanes(self) -> None:
        """In a thread: whoever starts one waits for it to run, and the window waits for nobody."""
        while (lane := self._new.get()) is not None:
            lane.start()

    def _call(self, call: Callable[[], object]) -> None:
        if not self._closed:  # else what was told last may speak of widgets that have gone
            call()

    def _advance(self, task: Task[Any], done: float) -> None:
        """Tell how far it is. A window that is busy is told the latest once, not all that it missed."""
        if task.advanced is None:
            return
        waiting, task._shown = task._shown is not None, done
        if not waiting:
            self.tell(lambda: _show(task))


def _show(task: Task[Any]) -> None:
    done, task._shown = task._shown, None
    if task.advanced and done is not None and not task.stopped:
        task.advanced(done)


def _told_of(error: Exception) -> AfterglowError:
    from afterglow.jobs.run import in_our_words

    named = getattr(error, "filename", None)
    return in_our_words(error, Path(str(named)).name if named else "This")


class _Lane(threading.Thread):
    """A thread that does one task after the other."""

    def __init__(self, name: str, bridge: Bridge) -> None:
        super().__init__(name=name, daemon=True)
        self._bridge = bridge
        self._tasks: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self.now: Task[Any] | None = None  # under way
        self._closed = threading.Event()

    def put(self, task: Task[Any]) -> None:
        self._tasks.put(task)

    def close(self) -> None:
        self._closed.set()
        now = self.now
        if now:
            now.stop()
        self._tasks.put(None)

    def run(self) -> None:
        while not self._closed.is_set():
            try:
                self.now = self._tasks.get(timeout=1)
            except Empty:
                continue
            if self.now and not self._closed.is_set():
                self._bridge.run(self.now)
            self.now = None
