"""One job from start to end. This is the only place that catches everything."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable
from pathlib import Path

from afterglow.errors import AfterglowError, CannotWrite, OutOfMemory, UnreadableFile
from afterglow.jobs.job import Advanced, End, Event, Failed, Finished, Job, Planned, Skipped, Started, Stopped
from afterglow.progress import Cancelled, Progress

Work = Callable[[Job, Progress], Finished | Planned | Skipped]
Emit = Callable[[Event], object]
Stop = Callable[[], bool]


def run(job: Job, work: Work, emit: Emit, stopped: Stop) -> None:
    """Do `work` on `job` and emit what happens; whatever goes wrong becomes the job's last event."""
    emit(_end_of(job, work, emit, stopped))


def _end_of(job: Job, work: Work, emit: Emit, stopped: Stop) -> End:
    if stopped():
        return Stopped(job)
    emit(Started(job))
    try:
        return work(job, Progress(lambda done: emit(Advanced(job, done)), stopped))
    except Cancelled:
        return Stopped(job)
    except Exception as error:
        told = in_our_words(error, Path(job.source).name)
        trace = "".join(traceback.format_exception(error))
        return Failed(job, told.message, told.hint, type(told).__name__, trace)


def in_our_words(error: Exception, name: str) -> AfterglowError:
    """Any exception as one that says what to do; `name` is the file it happened to."""
    if _is_shortage(error) and not isinstance(error, OutOfMemory):
        return OutOfMemory(
            f"{name} needs more memory than there is", "Close other programs, or allow it more."
        )
    if isinstance(error, AfterglowError):
        return error
    if isinstance(error, OSError):
        return _disk_trouble(error, name)
    # A programmer's mistake reached the user: the kind and the words are what a report needs.
    return AfterglowError(
        f"{name} met an unexpected {type(error).__name__}: {' '.join(str(error).split())[:200]}",
        "Please report it with what --verbose prints.",
    )


SHORTAGES = (
    "memory",
    "bad_alloc",
    "failed to map segment",
    "error creating thread",
    "can't start new thread",
)


def _is_shortage(error: BaseException | None) -> bool:
    """Does this error, or one that led to it, come from a lack of memory?"""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        # Libraries have their own errors for it, and only the words in common.
        said = f"{error} {getattr(error, 'hint', '')} {getattr(error, 'detail', '')}".lower()
        if isinstance(error, MemoryError) or any(word in said for word in SHORTAGES):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _disk_trouble(error: OSError, name: str) -> AfterglowError:
    said = (error.strerror or str(error)).rstrip(".").lower()
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return CannotWrite(f"{name} has no room for its result: {said}", "Free some space and run it again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return CannotWrite(f"{name} cannot be worked on: {said}", "Write somewhere else with -o.")
    return UnreadableFile(f"{name} cannot be worked on: {said}", "Is the drive still connected?")
