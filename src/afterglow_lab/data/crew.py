"""Several processes that work through a list, and leave no process behind."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import TypeVar

from afterglow.errors import AfterglowError

Given = TypeVar("Given")
Made = TypeVar("Made")


class Crew:
    """So many workers; one of them is this process itself."""

    def __init__(self, workers: int) -> None:
        self._pool: ProcessPoolExecutor | None = None
        if workers > 1:
            # Spawned, not forked: libvips and OpenCV have threads of their own by now.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_settle_in)
        self._workers = workers

    def work(self, make: Callable[[Given], Made], items: Sequence[Given]) -> Iterator[Made]:
        """Results as they come, in any order; a few items at a time, so that stopping is quick."""
        if self._pool is None:
            yield from map(make, items)
            return
        left, running = list(reversed(items)), set[Future[Made]]()
        while left or running:
            while left and len(running) < 2 * self._workers:
                running.add(self._pool.submit(make, left.pop()))
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                try:
                    yield future.result()
                except BrokenProcessPool as error:
                    raise AfterglowError(
                        "A worker was killed, probably for want of memory", hint="Give fewer --workers."
                    ) from error

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _settle_in() -> None:
    # Ctrl-C reaches every process of the terminal; the first one decides for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
