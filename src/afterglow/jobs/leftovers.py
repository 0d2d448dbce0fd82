"""What a killed run left behind: half-made files, and the folders in which clips grew."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from afterglow.image.landing import HALF_MADE
from afterglow.lock import hold_alone, hold_together
from afterglow.video.workfolder import HIDDEN, clear_away, folder_for

LOCK = "running.lock"


@contextlib.contextmanager
def run_under_way(state: Path, targets: Iterable[str]) -> Iterator[None]:
    """Say for as long as this lasts that a run is under way; before it begins, sweep if none other is."""
    results = [Path(os.path.abspath(target)) for target in targets]
    growing = {str(folder_for(result)) for result in results}
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):  # without a state folder we are only less tidy
            state.mkdir(parents=True, exist_ok=True)
            lock = held.enter_context((state / LOCK).open("w"))
            if hold_alone(lock):
                sweep({str(result.parent) for result in results}, before=time.time(), keep=growing)
            hold_together(lock)
        yield
    for folder in growing:  # the run could go on there; what it did not need, nobody will
        clear_away(Path(folder))


def sweep(folders: Iterable[str], before: float, keep: Container[str] = ()) -> int:
    """Delete half-made files last changed `before` that time, and folders of clips that are made; returns how many."""
    swept = 0
    for folder in folders:
        with contextlib.suppress(OSError):
            for entry in list(os.scandir(folder)):
                if _is_called(entry, HALF_MADE) and entry.is_file(follow_symlinks=False):
                    if entry.stat().st_mtime < before:
                        os.unlink(entry.path)
                        swept += 1
                elif _is_called(entry, HIDDEN) and entry.is_dir(follow_symlinks=False):
                    swept += entry.path not in keep and clear_away(Path(entry.path))
    return swept


def _is_called(entry: os.DirEntry[str], ends: tuple[str, str]) -> bool:
    return entry.name.startswith(ends[0]) and entry.name.endswith(ends[1])
