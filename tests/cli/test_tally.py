from dataclasses import replace

import pytest

from afterglow.cli import exits
from afterglow.cli.tally import Tally
from afterglow.enhance.recipe import Recipe
from afterglow.jobs.job import Failed, Finished, Job, Planned, Skipped, Stopped
from afterglow.video.options import VideoOptions

JOB = Job("1", "a.jpg", "a.enhanced.jpg", Recipe())
DONE = Finished(JOB, None, "", "", "", "", 1000, 1000, 0.1)
BAD = Failed(JOB, "bad", "", "UnreadableFile")
NO_GPU = Failed(JOB, "no GPU", "", "DeviceProblem")
NO_SENSE = Failed(JOB, "no such device", "", "WrongOption")


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ([DONE], exits.FINE),
        ([DONE, Skipped(JOB, "")], exits.FINE),
        ([Skipped(JOB, "")], exits.FINE),
        ([Planned(JOB, None, "", 1, 1)], exits.FINE),
        ([BAD], exits.NOTHING_DONE),
        ([BAD, NO_GPU], exits.NOTHING_DONE),
        ([NO_GPU, NO_GPU], exits.NO_DEVICE),
        ([NO_SENSE, NO_SENSE], exits.USAGE),
        ([DONE, BAD], exits.SOME_FAILED),
        ([DONE, NO_GPU], exits.SOME_FAILED),
        ([Skipped(JOB, ""), BAD], exits.SOME_FAILED),
    ],
)
def test_the_exit_code_says_how_a_run_went(ends, code):
    tally = Tally()
    for end in ends:
        tally.count(end)
    assert tally.code(stopped=False) == code
    assert tally.code(stopped=True) == exits.STOPPED


def test_clips_are_not_counted_as_one_picture_each():
    tally = Tally()
    tally.count(replace(DONE, job=replace(JOB, video=VideoOptions())))
    assert tally.speed == ""
    tally.count(DONE)
    assert tally.megapixels == 1


def test_a_run_that_found_nothing_did_nothing():
    assert Tally().code(stopped=False, found=False) == exits.NOTHING_DONE
    assert Tally().sentence().startswith("Nothing to do in ")


def test_the_last_line_counts_each_way_to_end():
    tally = Tally()
    for end in (DONE, DONE, Skipped(JOB, ""), BAD, Stopped(JOB)):
        tally.count(end)
    said = tally.sentence()
    assert said.startswith("2 done, 1 left out, 1 failed, 1 stopped in ")
    assert "MP/s" in said


@pytest.mark.parametrize(("seconds", "speed"), [(0.25, "4.0 MP/s"), (23, "0.043 MP/s")])
def test_even_a_slow_run_has_a_speed(monkeypatch, seconds, speed):
    tally = Tally(began=100.0)
    monkeypatch.setattr("time.monotonic", lambda: 100.0 + seconds)
    assert tally.speed == ""
    tally.count(DONE)
    assert tally.speed == speed
