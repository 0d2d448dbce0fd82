"""Jobs that wait their turn, kept on disk so that they are there again after a kill or a power cut.

Each queue has a file of its own, named by the process that works on it. A new queue takes over the files of
processes that are no more, so two windows never work on one queue, and nothing waits for ever.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

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
        self.note = ""  # what the user should know of the file; "" when all is well
        self._path = folder / f"queue-{os.getpid()}-{uuid.uuid4().hex[:8]}.json"
        self._items: dict[str, Item] = {item.job.id: item for item in _left_behind(folder)}
        if self._items:
            self._keep()
        _forget_left_behind(folder)

    def __len__(self) -> int:
        return len(self._items)

    @property
    def items(self) -> tuple[Item, ...]:
        with self._lock:
            return tuple(self._items.values())

    def add(self, jobs: Iterable[Job]) -> None:
        """Put jobs at the end, each under a new name, so that one picture may be queued twice."""
        with self._lock:
            for job in jobs:
                named = replace(job, id=uuid.uuid4().hex)
                self._items[named.id] = Item(named)
        self._keep()

    def take(self) -> Job | None:
        """The next job that waits, which is running from now on."""
        with self._lock:
            item = next((item for item in self.items if item.state == "waiting"), None)
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
            self._keep()

    def retry(self) -> None:
        """Have everything that failed or was stopped wait again."""
        with self._lock:
            for item in self.items:
                if item.state in AGAIN:
                    self._items[item.job.id] = Item(item.job)
        self._keep()

    def remove(self, ids: Iterable[str]) -> None:
        """Forget jobs that are not running."""
        with self._lock:
            for id in ids:
                if id in self._items and self._items[id].state != "running":
                    del self._items[id]
        self._keep()

    def close(self) -> None:
        """Leave to the next window what is not over; a queue that is empty leaves no file.

        What is heard after this is not written down: the file may be another's by then.
        """
        over = all(item.state in OVER for item in self.items)
        if not over:
            self._keep(owned=False)
        with self._writing:
            self._closed = True
            if over:
                with contextlib.suppress(OSError):
                    self._path.unlink(missing_ok=True)

    def _keep(self, owned: bool = True) -> None:
        """Write the queue beside and renamed. A full disk must not cost anyone a picture: it is noted."""
        beside = self._path.with_suffix(".part")
        try:
            with self._writing:
                if self._closed:
                    return
                table = {
                    "process": os.getpid() if owned else 0,
                    "items": [_plain(item) for item in self.items],
                }
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with beside.open("w", encoding="utf-8", errors="surrogateescape") as file:
                    json.dump(table, file, ensure_ascii=False)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(beside, self._path)
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


def _left_behind(folder: Path) -> Iterator[Item]:
    """What the queues of processes that are no more held and had not done."""
    for path in _ownerless(folder):
        for plain in _read(path).get("items", []):
            with contextlib.suppress(KeyError, TypeError, AfterglowError):  # written by another version
                job = job_from(plain["job"])
                if plain["state"] in ("waiting", "running", "stopped"):
                    yield Item(job)
                elif plain["state"] == "failed":
                    yield Item(job, "failed", said=tuple(plain["said"]))


def _forget_left_behind(folder: Path) -> None:
    for path in _ownerless(folder):
        with contextlib.suppress(OSError):
            path.unlink()


def _ownerless(folder: Path) -> list[Path]:
    owners = {path: _read(path).get("process", 0) for path in sorted(folder.glob("queue-*.json"))}
    if not owners:
        return []
    import psutil

    return [path for path, owner in owners.items() if not owner or not psutil.pid_exists(owner)]


def _read(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
    except (OSError, ValueError):
        return {}
    return table if isinstance(table, dict) else {}
