"""The engine of one computer: a few threads in this process.

Decoders, encoders and networks all run outside Python's lock, so threads keep every core busy, and they share
one loaded model where processes would each need their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue

from afterglow.jobs.job import Event, Job
from afterglow.jobs.run import Emit, Stop, Work, run

WORKERS = 2  # one decodes or encodes while the other has the network: a third gained nothing on two cores


def run_all(jobs: Iterable[Job], work: Work, emit: Emit, stopped: Stop, workers: int = WORKERS) -> None:
    """Run every job, the rest as stopped after a stop; `emit` is only ever called in the calling thread."""
    events: SimpleQueue[Event | None] = SimpleQueue()
    broken = threading.Event()
    line = _Line(jobs)

    def worker() -> None:
        try:
            for job in line:
                run(job, work, events.put, lambda: broken.is_set() or stopped())
        finally:
            events.put(None)

    threads = _started(worker, workers)
    if not threads:
        worker()
    try:
        for event in _until_all_left(events, len(threads) or 1):
            emit(event)
    finally:
        # Where `emit` raised there is nobody left to tell: stop at the next tile.
        broken.set()
        for thread in threads:
            thread.join()


def _started(worker: Callable[[], None], most: int) -> list[threading.Thread]:
    """As many threads as there may be; the system can forbid some or all."""
    threads = []
    for number in range(most):
        thread = threading.Thread(target=worker, name=f"worker {number + 1}", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            break
        threads.append(thread)
    return threads


class _Line:
    """Jobs that several threads take one by one."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = iter(jobs)
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Job]:
        while True:
            with self._lock:
                job = next(self._jobs, None)
            if job is None:
                return
            yield job


def _until_all_left(events: SimpleQueue[Event | None], workers: int) -> Iterator[Event]:
    while workers:
        try:
            # Waking up now and then lets Ctrl-C through on systems where waiting cannot be interrupted.
            event = events.get(timeout=0.2)
        except Empty:
            continue
        if event is None:
            workers -= 1
        else:
            yield event
