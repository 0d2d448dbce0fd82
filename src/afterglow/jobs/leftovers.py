"""Half-made files that a killed run left behind."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from afterglow.image.landing import HALF_MADE

LOCK = "running.lock"


@contextlib.contextmanager
def run_under_way(state: Path, targets: Iterable[str]) -> Iterator[None]:
    """Say for as long as this lasts that a run is under way; before it begins, sweep if none other is."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):  # without a state folder we are only less tidy
            state.mkdir(parents=True, exist_ok=True)
            lock = held.enter_context((state / LOCK).open("w"))
            if _alone(lock):
                sweep({os.path.dirname(os.path.abspath(target)) for target in targets}, before=time.time())
            _share(lock)
        yield


def sweep(folders: Iterable[str], before: float) -> int:
    """Delete half-made files last changed `before` that time; returns how many."""
    swept = 0
    for folder in folders:
        with contextlib.suppress(OSError):
            for entry in list(os.scandir(folder)):
                ours = entry.name.startswith(HALF_MADE[0]) and entry.name.endswith(HALF_MADE[1])
                if ours and entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < before:
                    os.unlink(entry.path)
                    swept += 1
    return swept


try:
    import fcntl
except ImportError:
    # Windows refuses to delete a file that is open, so there a live one needs no lock to be safe.
    def _alone(lock: IO[str]) -> bool:
        return True

    def _share(lock: IO[str]) -> None:
        pass

else:

    def _alone(lock: IO[str]) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _share(lock: IO[str]) -> None:
        fcntl.flock(lock, fcntl.LOCK_SH)
