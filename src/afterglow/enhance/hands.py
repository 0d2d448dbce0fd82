"""Many parts of a picture worked on at once: NumPy lets go of Python's lock while it computes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from afterglow.models.devices import cores
from afterglow.progress import SILENT, Progress


def on_all_cores(
    work: Callable[[slice], object], parts: Sequence[slice], progress: Progress = SILENT
) -> None:
    """Do `work` on every part, in any order. Stopped, it leaves the parts that were not begun."""
    hands = min(cores(), len(parts))
    if hands < 2:
        for part in progress.over(parts):
            work(part)
        return
    pool = ThreadPoolExecutor(hands)
    try:
        done = [pool.submit(work, part) for part in parts]
        for each in progress.over(done):
            each.result()
    finally:
        pool.shutdown(cancel_futures=True)


def parts_of(length: int, rows: int) -> list[slice]:
    """`length` rows, so many `rows` at a time."""
    return [slice(top, min(top + rows, length)) for top in range(0, length, rows)]
