import errno

import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.errors import UnreadableFile
from afterglow.jobs.job import Advanced, Failed, Finished, Job, Started, Stopped
from afterglow.jobs.run import run

JOB = Job("1", "/photos/a.jpg", "/photos/a.enhanced.jpg", Recipe())


def events_of(work, stopped=lambda: False):
    events = []
    run(JOB, work, events.append, stopped)
    return events


def raising(error):
    def work(job, progress):
        raise error

    return work


def test_a_job_starts_advances_and_finishes():
    def work(job, progress):
        progress(0.5)
        return Finished(job, None, "", "", "", "", 1, 1, 0.1)

    assert [type(event) for event in events_of(work)] == [Started, Advanced, Finished]


def test_a_job_that_was_stopped_before_it_began_does_nothing():
    assert events_of(raising(AssertionError()), stopped=lambda: True) == [Stopped(JOB)]


def test_a_job_stops_at_the_next_step():
    asked = []

    def work(job, progress):
        progress(0.1)
        asked.append(True)
        progress(0.2)

    assert [type(event) for event in events_of(work, lambda: bool(asked))] == [Started, Advanced, Stopped]


def test_our_own_errors_are_told_as_they_are():
    last = events_of(raising(UnreadableFile("a.jpg is damaged", "Copy it again.")))[-1]
    assert (last.message, last.hint, last.kind) == ("a.jpg is damaged", "Copy it again.", "UnreadableFile")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MemoryError(), "OutOfMemory"),
        (OSError(errno.ENOSPC, "No space left on device"), "CannotWrite"),
        (OSError(errno.EROFS, "Read-only file system"), "CannotWrite"),
        (PermissionError(errno.EACCES, "Permission denied"), "CannotWrite"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "UnreadableFile"),
        (OSError(errno.EIO, "Input/output error"), "UnreadableFile"),
        (OSError("odd"), "UnreadableFile"),
        (ZeroDivisionError("division by zero"), "AfterglowError"),
        (RuntimeError("many\nlines\n" * 100), "AfterglowError"),
    ],
)
def test_whatever_goes_wrong_becomes_a_sentence_with_a_hint(error, kind):
    last = events_of(raising(error))[-1]
    assert isinstance(last, Failed)
    assert last.kind == kind
    assert "a.jpg" in last.message
    assert last.hint.endswith((".", "?"))
    assert "\n" not in last.message
    assert len(last.message) < 300
    assert type(error).__name__ in last.trace
