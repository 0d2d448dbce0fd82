import threading
import time

import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.jobs.engines.local import run_all
from afterglow.jobs.job import Advanced, Failed, Finished, Job, Started, Stopped

HANG = 30  # seconds after which a test gives up


def jobs(count):
    return [Job(str(n), f"{n}.jpg", f"{n}.enhanced.jpg", Recipe()) for n in range(count)]


def finish(job, progress):
    progress(1.0)
    return Finished(job, None, "", "", "", "", 1, 1, 0.0)


def events_of(count, work, stopped=lambda: False, workers=2):
    events = []
    run_all(jobs(count), work, events.append, stopped, workers)
    return events


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_job_starts_and_ends_once_and_in_that_order(workers):
    events = events_of(20, finish, workers=workers)
    for number in range(20):
        own = [type(event) for event in events if event.job.id == str(number)]
        assert own == [Started, Advanced, Finished]


def test_without_jobs_nothing_happens():
    assert events_of(0, finish) == []


def test_one_bad_file_never_stops_the_rest():
    def work(job, progress):
        if job.id == "3":
            raise RuntimeError("odd")
        return finish(job, progress)

    ends = [event for event in events_of(8, work) if isinstance(event, Finished | Failed)]
    assert sum(isinstance(end, Finished) for end in ends) == 7
    assert [end.job.id for end in ends if isinstance(end, Failed)] == ["3"]


def test_workers_work_side_by_side():
    together = threading.Barrier(3, timeout=HANG)

    def work(job, progress):
        together.wait()
        return finish(job, progress)

    assert sum(isinstance(event, Finished) for event in events_of(3, work, workers=3)) == 3


def test_after_a_stop_the_rest_is_told_as_stopped():
    stop = threading.Event()

    def work(job, progress):
        stop.set()
        progress(0.5)
        return finish(job, progress)

    events = events_of(6, work, stop.is_set, workers=1)
    assert sum(isinstance(event, Stopped) for event in events) == 6
    assert sum(isinstance(event, Started) for event in events) == 1


def test_events_are_told_in_the_calling_thread():
    here, seen = threading.current_thread(), set()
    run_all(jobs(4), finish, lambda event: seen.add(threading.current_thread()), lambda: False)
    assert seen == {here}


def test_when_nobody_listens_any_more_the_work_stops_at_the_next_step():
    def work(job, progress):
        deadline = time.monotonic() + HANG
        while time.monotonic() < deadline:
            progress(0.5)
            time.sleep(0.01)
        raise AssertionError("it went on")

    def emit(event):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        run_all(jobs(2), work, emit, lambda: False)
