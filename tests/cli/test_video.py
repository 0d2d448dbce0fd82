"""`afterglow video` from the outside."""

import numpy as np
import pytest

from afterglow.cli.video_bar import clock, pace
from afterglow.image import read
from tests.cli.product import call, draw, events
from tests.video.clips import Kind, Sound, make


@pytest.fixture
def clip(tmp_path):
    return make(tmp_path / "clip.mp4", Kind(frames=8, sounds=(Sound(),)))


def test_a_folder_of_videos_becomes_a_folder_and_nothing_is_done_twice(clip, tmp_path):
    words = ["video", tmp_path, "-o", tmp_path / "better", "--model", "none", "--json"]
    first = events(call(*words).stdout)
    assert [event["event"] for event in first if event["event"] != "advanced"] == [
        "started",
        "finished",
        "summary",
    ]
    assert (tmp_path / "better/clip.mp4").is_file()
    assert events(call(*words).stdout)[-1]["skipped"] == 1


def test_one_picture_is_shown_before_hours_are_spent(clip, tmp_path):
    done = call("video", clip, "--preview-frame", "0.2", tmp_path / "look.png", "--model", "tiny")
    assert done.returncode == 0, done.stderr
    assert read(tmp_path / "look.png").size == (64, 48)
    assert np.ptp(read(tmp_path / "look.png").pixels) > 50
    assert not list(tmp_path.glob("*.enhanced.*"))


def test_no_picture_is_shown_of_a_time_after_the_end(clip, tmp_path):
    done = call("video", clip, "--preview-frame", "1:00", tmp_path / "look.png")
    assert done.returncode == 2
    assert b"is over after" in done.stderr
    assert not (tmp_path / "look.png").exists()


@pytest.mark.parametrize(("words", "said"), [
    (["--codec", "vp9", "-o", "a.mov"], b"MOV does not hold VP9"),
    (["-o", "a.avi"], b"does not say what kind of video it is"),
    (["-o", "a.gif"], b"does not say what kind of video it is"),
    (["--from", "5", "--to", "3"], b"is empty"),
    (["--crf", "20", "--bit-rate", "2M"], b"Give one of --crf and --bit-rate"),
    (["--bit-rate", "fast"], b"is not understood"),
])  # fmt: skip
def test_what_makes_no_sense_is_one_sentence(words, said, clip):
    done = call("video", clip, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count(b"\n") <= 2


def test_a_result_that_would_replace_its_clip_is_all_that_is_said(clip):
    for command in (["video", "--model", "none"], ["enhance"]):
        source = clip if command[0] == "video" else draw(clip.with_name("a.png"))
        before = source.read_bytes()
        done = call(*command, source, "-o", source, "--overwrite")
        assert done.returncode == 1
        assert b"would replace an input" in done.stderr
        assert b"were found there" not in done.stderr
        assert source.read_bytes() == before


def test_the_bar_counts_the_time_of_the_clip():
    assert pace(0.5, 0.25, 30.0, 120.0) == "1:00 of 2:00, 1×, 1:00 left"
    assert pace(0.1, 0.1, 0.0, 120.0) == "0:12 of 2:00"
    assert clock(3723.4) == "1:02:03"
