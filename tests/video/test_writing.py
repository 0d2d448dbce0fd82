"""Encoding beside the work must not keep anybody who wants to stop."""

import threading

import numpy as np
import pytest

from afterglow.progress import Cancelled, Progress
from afterglow.video.clip import Colour, Faults
from afterglow.video.encoding import Coding, Encoder
from afterglow.video.workfolder import End, Seen, work_folder
from afterglow.video.writing import AHEAD, SegmentWriter

CODING = Coding("h264", 32, 16, "yuv420p", (1, 25), (25, 1), Colour(), crf=20)


def test_who_stops_does_not_wait_for_an_encoder_that_hangs(tmp_path, monkeypatch):
    hangs, asked = threading.Event(), threading.Event()
    monkeypatch.setattr(Encoder, "encode", lambda *_: hangs.wait())
    with work_folder(tmp_path / "out.mkv") as folder:
        writer = SegmentWriter(CODING, folder, tmp_path / "out.mkv", Progress(stopped=asked.is_set))
        for number in range(AHEAD + 1):
            writer.put(np.zeros((16, 32, 3), np.uint8), number, 1)
        asked.set()
        with pytest.raises(Cancelled):
            writer.put(np.zeros((16, 32, 3), np.uint8), AHEAD + 1, 1)
        with pytest.raises(Cancelled):
            writer.finish()
        writer.close()
        hangs.set()
        assert not folder.segments


def test_an_encoder_that_is_late_leaves_the_folder_to_whoever_goes_on(tmp_path, monkeypatch):
    """A large segment may be finished seconds after its run was stopped, when the next run has begun."""
    reached, released = threading.Event(), threading.Event()
    finish = Encoder.finish

    def late(encoder):
        reached.set()
        released.wait()
        return finish(encoder)

    monkeypatch.setattr(Encoder, "finish", late)
    target = tmp_path / "out.mkv"
    with work_folder(target) as folder:
        writer = SegmentWriter(CODING, folder, target, Progress())
        writer.put(np.zeros((16, 32, 3), np.uint8), 0, 1)
        writer.end_segment(End((Seen(0, 0),), 0, Faults()))
        reached.wait()
        writer.close()
    with work_folder(target) as taken_up:
        released.set()
        writer._thread.join()
        taken_up.recall()
        assert not taken_up.segments
        assert not list(taken_up.path.glob("*.packets"))
