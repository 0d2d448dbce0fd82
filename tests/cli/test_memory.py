"""With less and less memory: smaller tiles, then a sentence, never a crash, never wrong pixels."""

import resource

import numpy as np
import pytest

from afterglow.cli import exits
from afterglow.image import read
from tests.cli.product import call, draw, events

LADDER = (2000, 1400, 1000, 800, 700, 600, 500, 400, 300)  # MiB of address space


def enhance(picture, out, megabytes, *words):
    def allow():
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    words = ("--model", "tiny", "--engine", "onnxruntime", "--json", *words)
    return call("enhance", picture, "-o", out, *words, preexec_fn=allow)


def told(done):
    """How it ended, having checked that it ended in words."""
    assert done.returncode in (exits.FINE, exits.NOTHING_DONE), done.stderr
    assert b"Traceback" not in done.stderr
    if done.returncode == exits.FINE:
        return "finished"
    if not done.stdout:
        assert b"at least 800 MB" in done.stderr
        return "refused"
    failed = next(event for event in events(done.stdout) if event["event"] == "failed")
    assert failed["kind"] in ("OutOfMemory", "DeviceProblem")
    return "failed"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("memory") / "small.png", 1280, 720)


@pytest.mark.parametrize("megabytes", LADDER)
def test_it_finishes_with_the_same_pixels_or_says_what_it_needs(small, tmp_path, megabytes):
    end = told(enhance(small, tmp_path / "tight.png", megabytes))
    assert end == ("finished" if megabytes >= 800 else "refused")
    if end == "finished":
        call("enhance", small, "-o", tmp_path / "free.png", "--model", "tiny", "--engine", "onnxruntime")
        tight, free = read(tmp_path / "tight.png").pixels, read(tmp_path / "free.png").pixels
        # Another tile size may round another way, and no more than that.
        assert np.abs(tight.astype(int) - free.astype(int)).max() <= 1
    else:
        assert not (tmp_path / "tight.png").exists()


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", LADDER[:4])
def test_a_large_picture_finishes_or_says_so(tmp_path, megabytes):
    large = draw(tmp_path / "large.png", 4000, 3000)
    end = told(enhance(large, tmp_path / "tight.png", megabytes))
    assert (tmp_path / "tight.png").exists() == (end == "finished")


def test_a_memory_option_makes_tiles_smaller_and_keeps_the_pixels(small, tmp_path):
    for name, words in (("free.png", ()), ("tight.png", ("--memory", "64M"))):
        assert (
            call("enhance", small, "-o", tmp_path / name, "--model", "tiny", *words).returncode == exits.FINE
        )
    tight, free = read(tmp_path / "tight.png").pixels, read(tmp_path / "free.png").pixels
    assert np.abs(tight.astype(int) - free.astype(int)).max() <= 1
