"""Jobs that wait their turn, kept on disk so that they are there again after a kill or a power cut.

Each queue has a file of its own, named by the process that works on it. A new queue takes over the files of
processes that are no more, so two windows never work on one queue, and nothing waits for ever.

The first line says whose the queue is, each other one what a job came to, and the last word on a job counts: what
happens to one of ten thousand costs one line, not all of them again.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, TextIO

from afterglow.errors import AfterglowError
from afterglow.jobs.job import (
    Advanced,
    Event,
    Failed,
    Finished,
    Job,
    Planned,
    Skipped,
    Started,
    Stopped,
    job_from,
)

State = Literal["waiting", "running", "done", "skipped", "failed", "stopped"]
OVER: tuple[State, ...] = ("done", "skipped")
AGAIN: tuple[State, ...] = ("failed", "stopped")


@dataclass(frozen=True)
class Item:
    """A job and what became of it; `said` is the reason, or the error's message and hint."""

    job: Job
    state: State = "waiting"
    done: float = 0.0
    said: tuple[str, ...] = ()


class Queue:
    """Jobs in the order in which they were added. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.RLock()
        self._writing = threading.Lock()  # nobody who only asks waits for the drive
        self._closed = False
        self._torn = False  # may the file end in half a line?
        self.note = ""  # what the user should know of the file; "" when all is well
        self._path = folder / f"queue-{os.getpid()}-{uuid.uuid4().hex[:8]}.json"
        self._items: dict[str, Item] = {item.job.id: item for item in _left_behind(folder)}
        if self._items:
            self._keep_all()
        _forget_left_behind(folder)

    def __len__(self) -> int:
        return len(self._items)

    @property
    def items(self) -> tuple[Item, ...]:
        with self._lock:
            return tuple(self._items.values())

    def add(self, jobs: Iterable[Job]) -> None:
        """Put jobs at the end, each under a new name, so that one picture may be queued twice."""
        named = [replace(job, id=uuid.uuid4().hex) for job in jobs]
        with self._lock:
            self._items |= {job.id: Item(job) for job in named}
        self._keep([job.id for job in named])

    def take(self) -> Job | None:
        """The next job that waits, which is running from now on."""
        with self._lock:
            item = next((item for item in self._items.values() if item.state == "waiting"), None)
            if item is None:
                return None
            self._items[item.job.id] = replace(item, state="running", done=0.0)
            return item.job

    def hear(self, event: Event) -> None:
        """What happened to a job of ours."""
        with self._lock:
            item = self._items.get(event.job.id)
            if item is None:
                return
            self._items[event.job.id] = _after(item, event)
        if not isinstance(event, Started | Advanced):
            self._keep([event.job.id])

    def retry(self) -> None:
        """Have everything that failed or was stopped wait again."""
        with self._lock:
            again = [item.job for item in self._items.values() if item.state in AGAIN]
            self._items |= {job.id: Item(job) for job in again}
        self._keep([job.id for job in again])

    def remove(self, ids: Iterable[str]) -> None:
        """Forget jobs that are not running."""
        with self._lock:
            for id in ids:
                if id in self._items and self._items[id].state != "running":
                    del self._items[id]
        self._keep_all()

    def close(self) -> None:
        """Leave to the next window what is not over; a queue that is empty leaves no file.

        What is heard after this is not written down: the file may be another's by then.
        """
        over = all(item.state in OVER for item in self.items)
        if not over:
            self._keep_all(owned=False)
        with self._writing:
            self._closed = True
            if over:
                with contextlib.suppress(OSError):
                    self._path.unlink(missing_ok=True)

    def _keep(self, ids: Sequence[str]) -> None:
        """Write down what these items are now."""
        with self._noted(), self._writing:
            if self._closed:
                return
            if self._torn or not self._path.exists():
                self._write_anew()
                return
            with self._lock:
                items = [self._items[id] for id in ids if id in self._items]
            self._torn = True
            with self._path.open("a", **TEXT) as file:
                _write(map(_plain, items), file)
            self._torn = False

    def _keep_all(self, owned: bool = True) -> None:
        """Write down what all items are now, and nothing else."""
        with self._noted(), self._writing:
            if not self._closed:
                self._write_anew(owned)

    def _write_anew(self, owned: bool = True) -> None:
        """The whole file, beside and renamed."""
        beside = self._path.with_suffix(".part")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", **TEXT) as file:
            _write([{"process": os.getpid() if owned else 0}, *map(_plain, self.items)], file)
        os.replace(beside, self._path)
        self._torn = False

    @contextlib.contextmanager
    def _noted(self) -> Iterator[None]:
        """A full disk must not cost anyone a picture: it is noted."""
        try:
            yield
        except OSError as error:
            said = (error.strerror or str(error)).lower()
            self.note = f"The queue cannot be kept: {said}. After a crash it would be gone."


def _after(item: Item, event: Event) -> Item:
    """What an event makes of an item."""
    match event:
        case Started():
            return replace(item, state="running", done=0.0, said=())
        case Advanced():
            return replace(item, done=event.done)
        case Finished() | Planned():
            return replace(item, state="done", done=1.0, said=(event.reason,))
        case Skipped():
            return replace(item, state="skipped", done=1.0, said=(event.reason,))
        case Stopped():
            return replace(item, state="stopped", done=0.0)
        case Failed():
            return replace(item, state="failed", done=0.0, said=(event.message, event.hint))


def _plain(item: Item) -> dict[str, Any]:
    return {"job": asdict(item.job), "state": item.state, "said": item.said}


TEXT: dict[str, Any] = {"encoding": "utf-8", "errors": "surrogateescape"}


def _write(lines: Iterable[dict[str, Any]], file: TextIO) -> None:
    file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    file.flush()
    os.fsync(file.fileno())


def _left_behind(folder: Path) -> Iterator[Item]:
    """What the queues of processes that are no more held and had not done."""
    for path in _ownerless(folder):
        items: dict[str, Item] = {}
        for line in _read(path):
            with contextlib.suppress(KeyError, TypeError, AfterglowError):  # written by another version
                item = Item(job_from(line["job"]), line["state"], said=tuple(line["said"]))
                items[item.job.id] = item
        for item in items.values():
            if item.state == "failed":
                yield item
            elif item.state not in OVER:
                yield Item(item.job)


def _forget_left_behind(folder: Path) -> None:
    for path in _ownerless(folder):
        with contextlib.suppress(OSError):
            path.unlink()


def _ownerless(folder: Path) -> list[Path]:
    owners = {path: next(_read(path), {}).get("process", 0) for path in sorted(folder.glob("queue-*.json"))}
    if not owners:
        return []
    import psutil

    return [path for path, owner in owners.items() if not owner or not psutil.pid_exists(owner)]


def _read(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a queue's file that are whole; the first says whose it is."""
    with contextlib.suppress(OSError), path.open(**TEXT) as file:
        for line in file:
            with contextlib.suppress(ValueError):
                found = json.loads(line)
                if isinstance(found, dict):
                    yield found
