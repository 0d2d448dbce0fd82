"""A video killed at any moment goes on with the same command, and ends as if nothing had happened."""

import random
import signal
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pytest

from tests.cli.product import HANG, call, environment, start
from tests.video.clips import Kind, Sound, contents, make, pictures

resource = pytest.importorskip("resource")

# Eight pictures make a segment, so there are five.
KIND = Kind(frames=40, rate=2, size=(48, 32), sounds=(Sound("aac"), Sound("mp3")), subtitles=("mov_text",))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film, and what becomes of it where nothing interferes."""
    place = tmp_path_factory.mktemp("film")
    source = make(place / "film.mp4", KIND)
    done = call(*words(source, place / "whole.mp4"))
    assert done.returncode == 0, done.stderr
    return source, place / "whole.mp4"


def words(source, target):
    return ["video", source, "-o", target, "--model", "none", "--json"]


def kill_somewhere(source, target, rng):
    """Begin, let some steps be told, and end the process as a power cut would; whether it was still at work."""
    process = start(*words(source, target))
    for _ in range(rng.randrange(1, 45)):
        process.stdout.readline()
    with suppress(subprocess.TimeoutExpired):
        process.wait(rng.random() * 0.05)
    at_work = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=HANG)
    return at_work


def assert_same(target, whole):
    assert contents(target) == contents(whole)
    assert all(np.array_equal(a, b) for a, b in zip(pictures(target), pictures(whole), strict=True))


@pytest.mark.parametrize("most", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_a_video_killed_again_and_again_ends_the_same(film, tmp_path, most):
    source, whole = film
    rng, kills, films = random.Random(most), 0, 0
    while kills < most:
        target = tmp_path / f"{films}.mp4"
        while not target.exists():
            killed = kill_somewhere(source, target, rng)
            kills += killed
        assert_same(target, whole)
        assert killed or not list(tmp_path.glob(".*")), "something was left behind"
        films += 1


KILLED_AT_THE_END = """
import os, signal, sys
from afterglow.cli import main
from afterglow.video.workfolder import WorkFolder
WorkFolder.remove = lambda folder: os.kill(os.getpid(), signal.SIGKILL)
main(sys.argv[1:])
"""


@pytest.fixture
def left_over(film, tmp_path):
    """A result that has its name, beside the folder in which it grew: the run was killed between the two."""
    target = tmp_path / "out.mp4"
    command = [sys.executable, "-c", KILLED_AT_THE_END, *map(str, words(film[0], target))]
    killed = subprocess.run(command, env=environment(), capture_output=True, timeout=HANG)
    assert killed.returncode == -signal.SIGKILL
    assert_same(target, film[1])
    assert list(tmp_path.glob(".out.mp4.afterglow/*.packets"))
    return target


def test_what_is_left_of_finished_work_goes_with_the_same_command(left_over, film, tmp_path):
    before = left_over.stat().st_size
    done = call(*words(film[0], left_over))
    assert done.returncode == 0, done.stderr
    assert left_over.stat().st_size == before
    assert_same(left_over, film[1])
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_it_goes_even_if_the_result_may_not_be_replaced(left_over, film, tmp_path):
    refused = call(*words(film[0], left_over), "--crf", "30")
    assert b"out.mp4 is there already" in refused.stdout + refused.stderr
    assert_same(left_over, film[1])
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_it_goes_with_the_next_run_of_another_clip_and_unfinished_work_stays(left_over, film, tmp_path):
    unfinished = tmp_path / ".later.mp4.afterglow"
    unfinished.mkdir()
    (unfinished / "000001.packets").write_bytes(b"work of days")
    assert call(*words(film[0], tmp_path / "other.mp4")).returncode == 0
    there = sorted(path.name for path in tmp_path.iterdir())
    assert there == [".later.mp4.afterglow", "other.mp4", "out.mp4"]
    assert list(unfinished.iterdir())


def test_a_full_drive_is_one_sentence_and_the_work_is_kept(film, tmp_path):
    source, whole = film
    target = tmp_path / "out.mp4"

    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))

    full = call(*words(source, target)[:-1], preexec_fn=no_room)
    assert full.returncode == 1
    assert b"out.mp4 cannot be written: the file would be larger than the drive allows" in full.stderr
    assert b"Traceback" not in full.stderr
    assert not target.exists()
    assert list(tmp_path.glob(".out.mp4.afterglow/*.packets"))
    assert call(*words(source, target)).returncode == 0
    assert_same(target, whole)
    assert not list(tmp_path.glob(".*")), "something was left behind"


def test_ctrl_c_leaves_nothing_under_the_name(film, tmp_path):
    source, _ = film
    process = start(*words(source, tmp_path / "out.mp4"))
    for _ in range(8):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=HANG)
    assert process.returncode == 130
    assert b'"stopped": 1' in told
    assert not (tmp_path / "out.mp4").exists()
