import json
import os
import shutil
import subprocess
import sys

import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.jobs.job import Advanced, Failed, Finished, Job, Skipped, Started, Stopped
from afterglow.jobs.queue import Queue
from tests.support import drive


def job(name, **options):
    return Job("", f"{name}.jpg", f"{name}.out.jpg", Recipe(**options))


def finished(job):
    return Finished(job, "tiny", "it was asked for", "numpy", "cpu", "f32", 1, 1, 0.1)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


def states(queue):
    return [item.state for item in queue.items]


def left(folder):
    """What a process that was killed leaves: its queue, with nobody to own it."""
    for path in folder.glob("queue-*.json"):
        owner, rest = path.read_text().split("\n", 1)
        assert json.loads(owner) == {"process": os.getpid()}
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        path.write_text(json.dumps({"process": gone.pid}) + "\n" + rest)


def test_what_is_heard_after_closing_is_not_written_down(folder):
    queue = Queue(folder)
    queue.add([job("a")])
    taken = queue.take()
    queue.close()
    kept = [path.read_text() for path in folder.iterdir()]
    queue.hear(finished(taken))
    assert [path.read_text() for path in folder.iterdir()] == kept
    assert states(Queue(folder)) == ["waiting"]


def test_jobs_are_taken_in_their_order(folder):
    queue = Queue(folder)
    queue.add([job("a"), job("b")])
    assert [queue.take().source, queue.take().source, queue.take()] == ["a.jpg", "b.jpg", None]


def test_what_happens_is_remembered(folder):
    queue = Queue(folder)
    queue.add([job(name) for name in "abcde"])
    jobs = [queue.take() for _ in range(4)]
    for event in (
        Started(jobs[0]),
        Advanced(jobs[0], 0.5),
        finished(jobs[0]),
        Skipped(jobs[1], "It was done before"),
        Failed(jobs[2], "It is broken", "Mend it"),
        Stopped(jobs[3]),
        finished(job("stranger")),
    ):
        queue.hear(event)
    assert states(queue) == ["done", "skipped", "failed", "stopped", "waiting"]
    assert queue.items[2].said == ("It is broken", "Mend it")


def test_after_a_kill_everything_undone_waits_again(folder):
    queue = Queue(folder)
    queue.add([job("a", strength=0.5), job("b"), job("c"), job("d")])
    queue.hear(finished(queue.take()))
    queue.take()
    queue.hear(Failed(queue.items[2].job, "It is broken", ""))
    left(folder)
    again = Queue(folder)
    assert [(item.job.source, item.state) for item in again.items] == [
        ("b.jpg", "waiting"),
        ("c.jpg", "failed"),
        ("d.jpg", "waiting"),
    ]
    assert len(list(folder.iterdir())) == 1


def test_a_recipe_survives(folder):
    Queue(folder).add([job("a", strength=0.5, model="none")])
    left(folder)
    assert Queue(folder).items[0].job.recipe == Recipe(strength=0.5, model="none")


def test_two_windows_have_two_queues(folder):
    one = Queue(folder)
    one.add([job("a")])
    other = Queue(folder)
    other.add([job("b")])
    assert [item.job.source for item in one.items] == ["a.jpg"]
    assert [item.job.source for item in other.items] == ["b.jpg"]
    assert all(f"-{os.getpid()}-" in path.name for path in folder.iterdir())


def test_closing_hands_the_rest_on_and_leaves_nothing_when_all_is_done(folder):
    queue = Queue(folder)
    queue.add([job("a"), job("b")])
    queue.hear(finished(queue.take()))
    queue.close()
    rest = Queue(folder)
    assert [item.job.source for item in rest.items] == ["b.jpg"]
    rest.hear(finished(rest.take()))
    rest.close()
    assert not list(folder.iterdir())


def test_what_failed_or_was_stopped_can_be_tried_again(folder):
    queue = Queue(folder)
    queue.add([job("a"), job("b")])
    queue.hear(Failed(queue.take(), "no", ""))
    queue.hear(Stopped(queue.take()))
    queue.retry()
    assert states(queue) == ["waiting", "waiting"]


def test_what_runs_cannot_be_removed(folder):
    queue = Queue(folder)
    queue.add([job("a"), job("b")])
    queue.take()
    queue.remove([item.job.id for item in queue.items])
    assert [item.job.source for item in queue.items] == ["a.jpg"]


def test_what_happens_to_one_of_many_costs_one_line(folder):
    queue = Queue(folder)
    queue.add([job(str(n)) for n in range(100)])
    (path,) = folder.iterdir()
    before = path.read_bytes()
    queue.hear(finished(queue.take()))
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == before.count(b"\n") + 1
    left(folder)
    assert [item.job.source for item in Queue(folder).items] == [f"{n}.jpg" for n in range(1, 100)]


def test_a_kill_in_the_middle_of_a_line_costs_that_line_only(folder):
    queue = Queue(folder)
    queue.add([job(name) for name in "abc"])
    queue.hear(finished(queue.take()))
    queue.hear(finished(queue.take()))
    left(folder)
    (path,) = folder.iterdir()
    path.write_text(path.read_text()[:-20])
    assert [item.job.source for item in Queue(folder).items] == ["b.jpg", "c.jpg"]


def test_a_full_drive_is_noted_and_what_it_could_not_hold_is_written_later(tmp_path):
    with drive(tmp_path / "drive", "size=64k") as place:
        queue = Queue(place / "state")
        queue.add([job(name) for name in "abc"])
        ballast = place / "ballast"
        ballast.write_bytes(bytes(shutil.disk_usage(place).free))
        while not queue.note:  # the last page of the file has room for some lines
            queue.hear(Failed(queue.items[0].job, "It is broken" * 99, ""))
        assert "no space" in queue.note
        ballast.unlink()
        queue.hear(finished(queue.items[1].job))
        left(place / "state")
        assert states(Queue(place / "state")) == ["failed", "waiting"]


@pytest.mark.parametrize(
    "torn", ["", "{", "[]", '{"process": 0}\n{"job": 1}', '{"state": "waiting"}', "1\n2"]
)
def test_a_torn_file_is_no_reason_to_fail(folder, torn):
    folder.mkdir()
    (folder / "queue-1-torn.json").write_text(torn)
    assert len(Queue(folder)) == 0


def test_a_place_that_cannot_be_written_is_noted_and_the_queue_goes_on(tmp_path):
    (tmp_path / "file").write_text("")
    queue = Queue(tmp_path / "file" / "below")
    queue.add([job("a")])
    assert "cannot be kept" in queue.note
    assert queue.take()
