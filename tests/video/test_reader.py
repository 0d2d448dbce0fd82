"""Clips are read in a process that may crash, hang or be lied to, and only it suffers."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from queue import Queue

import numpy as np
import pytest

from afterglow.errors import AfterglowError, UnreadableFile
from afterglow.progress import Cancelled, Progress
from afterglow.video.clip import Stretch
from afterglow.video.reader import Reader, _listen, probe
from tests.cli.product import HANG, environment
from tests.video.clips import Kind, Sound, draw, make

MUTATIONS = int(os.environ.get("AFTERGLOW_SOAK", "3"))  # of each seed


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make(
        tmp_path_factory.mktemp("clip") / "clip.mp4", Kind(frames=30, sounds=(Sound(),), settings={"g": "8"})
    )


def test_a_clip_tells_what_it_is(clip):
    about = probe(clip)
    assert (about.size, about.frames, about.codec, about.bits, about.fps) == ((64, 48), 30, "h264", 8, 25)
    assert [track.codec for track in about.tracks] == ["aac"]


def test_pictures_come_in_order_and_from_anywhere(clip):
    with Reader(clip) as reader:
        whole = list(reader.frames())
        part = list(reader.frames(Stretch(begin=0.4, end=0.8, every=3)))
        on = list(reader.frames(Stretch(first=whole[17].pts, number=17)))
        there, beyond = reader.frame_at(0.5).pixels, reader.frame_at(99).pixels
    assert [frame.number for frame in whole] == list(range(30))
    assert [frame.pts for frame in part] == [frame.pts for frame in whole[10:20:3]]
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(on, whole[17:], strict=True))
    assert np.array_equal(there, whole[13].pixels)
    assert np.array_equal(beyond, whole[29].pixels)
    drawn = draw(Kind(frames=30))[13].astype(int)
    assert np.abs(there.astype(int) - drawn).mean() < 4


@pytest.mark.parametrize(("rotation", "mirrored", "turn"), [
    (90, False, lambda p: np.rot90(p, 1)),
    (-90, False, lambda p: np.rot90(p, -1)),
    (180, False, lambda p: np.rot90(p, 2)),
    (0, True, lambda p: p[:, ::-1]),
])  # fmt: skip
def test_pictures_stand_upright(rotation, mirrored, turn, tmp_path):
    kind = Kind(frames=2, rotation=rotation, mirrored=mirrored)
    with Reader(make(tmp_path / "turned.mp4", kind)) as reader:
        shown = reader.frame_at(0).pixels
    expected = turn(draw(kind)[0]).astype(int)
    assert shown.shape == expected.shape
    assert np.abs(shown.astype(int) - expected).mean() < 4


def test_ten_bits_are_not_rounded_to_eight(tmp_path):
    # Two pictures and B-frames: x265 then sometimes gives times that go back.
    alone = {"x265-params": "log-level=none:bframes=0"}
    kind = Kind(codec="hevc", pixel_format="yuv420p10le", frames=2, settings=alone)
    with Reader(make(tmp_path / "ten.mkv", kind)) as reader:
        pixels = reader.frame_at(0).pixels
    assert pixels.dtype == np.uint16
    assert np.any(pixels % 257)


def test_a_picture_shown_twice_is_told(tmp_path):
    path = make(tmp_path / "still.mp4", Kind(frames=6, still=True, codec="h264", settings={"crf": "0"}))
    with Reader(path) as reader:
        frames = list(reader.frames())
    assert [frame.same for frame in frames] == [False, True, True, True, True, True]
    assert len(frames) == 6


def test_a_decoder_that_crashes_is_one_sentence(clip):
    with Reader(clip) as reader:
        frames = reader.frames()
        next(frames)
        reader._process.send_signal(signal.SIGSEGV)
        with pytest.raises(UnreadableFile, match="brought its decoder down"):
            list(frames)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes cannot be stopped here")
def test_a_decoder_that_hangs_is_given_up(tmp_path):
    path = make(tmp_path / "long.mp4", Kind(frames=60, size=(640, 480)))
    with Reader(path) as reader:
        reader.patience = 1.0
        frames = reader.frames()
        next(frames)
        reader._process.send_signal(signal.SIGSTOP)
        with pytest.raises(UnreadableFile, match="nothing came for 1 seconds"):
            list(frames)


HALTED = """
import os, signal, sys
from afterglow.video.reader import Reader
with Reader(sys.argv[1]) as reader:
    reader.patience = 2.0
    frames = reader.frames()
    next(frames)
    os.kill(reader._process.pid, signal.SIGSTOP)
    print(reader._process.pid, flush=True)
    print(len(list(frames)))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes cannot be stopped here")
def test_who_was_halted_meanwhile_waits_on(tmp_path):
    """Ctrl-Z, or a machine without a free processor: the clock went on, but nobody listened."""
    path = make(tmp_path / "long.mp4", Kind(frames=60, size=(640, 480)))
    command = [sys.executable, "-c", HALTED, str(path)]
    asking = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    decoder = int(asking.stdout.readline())
    time.sleep(0.5)  # until it has heard what was said before, and waits
    asking.send_signal(signal.SIGSTOP)
    time.sleep(3)
    os.kill(decoder, signal.SIGCONT)
    asking.send_signal(signal.SIGCONT)
    told, complaint = asking.communicate(timeout=HANG)
    assert told.strip() == b"59", complaint


def test_nobody_listens_to_a_closed_clip(clip):
    for _ in range(3):
        with Reader(clip) as reader:
            next(reader.frames())
        assert not reader._listener.is_alive()


def said(text):
    return len(text).to_bytes(4, "big") + text


@pytest.mark.parametrize("words", [
    b"", b"\0\0", said(b"{}"), said(b"[]"), said(b"no"), said(b'{"bytes": -1}'), said(b'{"bytes": 9000000000000000}'),
    said(b'{"bytes": 9}') + b"short", b"\xff\xff\xff\xffshort",
])  # fmt: skip
def test_what_cannot_be_understood_is_the_end_of_listening(words):
    """Nobody waits a minute for more."""
    reading, writing = os.pipe()
    os.write(writing, words)
    os.close(writing)
    heard = Queue()
    _listen(open(reading, "rb", buffering=0), heard, threading.Event())  # noqa: SIM115
    assert heard.get_nowait() is None
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(reading)


def test_reading_can_be_stopped(clip):
    asked = [False]
    with Reader(clip) as reader:
        frames = reader.frames(progress=Progress(stopped=lambda: asked[0]))
        next(frames)
        asked[0] = True
        with pytest.raises(Cancelled):
            list(frames)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Small clips in the containers that are read, to be damaged."""
    place = tmp_path_factory.mktemp("whole")
    kinds = {
        "mp4": Kind(sounds=(Sound(),), settings={"g": "4"}),
        "mkv": Kind(codec="vp9", sounds=(Sound("opus"),), chapters=((0.0, 0.2, "One"),)),
        "avi": Kind(codec="mpeg4", sounds=(Sound("mp3"),)),
        "ts": Kind(codec="mpeg2", sounds=(Sound("mp2"),)),
    }
    return [make(place / f"whole.{suffix}", kind) for suffix, kind in kinds.items()]


@pytest.mark.parametrize(
    "seed", [seed if seed < 4 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(20)]
)
def test_a_damaged_clip_is_read_as_far_as_it_goes_or_refused_in_a_sentence(seed, whole, tmp_path):
    rng = random.Random(seed)
    for _ in range(MUTATIONS):
        source = whole[rng.randrange(len(whole))]
        data = bytearray(source.read_bytes())
        for _ in range(rng.choice((1, 10, 100))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.25:
            del data[rng.randrange(1, len(data)) :]
        path = tmp_path / f"damaged{source.suffix}"
        path.write_bytes(data)
        with suppress(AfterglowError), Reader(path, patience=30) as reader:
            assert all(frame.pixels.shape[2] == 3 for frame in reader.frames())
