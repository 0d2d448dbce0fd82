"""A folder is worked on by one window at a time: two would write over each other's work."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from afterglow.errors import AfterglowError
from afterglow.jobs.folders import state_folder
from afterglow.lock import hold_alone


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else begins work in `folder` meanwhile; raises `AfterglowError` where another window is at it."""
    with contextlib.ExitStack() as kept:
        with contextlib.suppress(OSError):  # where nothing can be remembered, it is worked all the same
            lock = kept.enter_context(_lock_of(folder).open("a"))
            if not hold_alone(lock):
                raise AfterglowError(
                    f"{folder.name} is being worked on in another window",
                    "Wait until that is done, or stop it there.",
                )
        yield


def _lock_of(folder: Path) -> Path:
    """A file that stands for the folder, on a drive of this machine; it is held, not written to."""
    locks = state_folder() / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    return locks / hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
