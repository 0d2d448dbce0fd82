"""Encoding beside the work must not keep anybody who wants to stop."""

import threading

import numpy as np
import pytest

from afterglow.progress import Cancelled, Progress
from afterglow.video.clip import Colour
from afterglow.video.encoding import Coding, Encoder
from afterglow.video.workfolder import work_folder
from afterglow.video.writing import AHEAD, SegmentWriter


def test_who_stops_does_not_wait_for_an_encoder_that_hangs(tmp_path, monkeypatch):
    hangs, asked = threading.Event(), threading.Event()
    monkeypatch.setattr(Encoder, "encode", lambda *_: hangs.wait())
    coding = Coding("h264", 32, 16, "yuv420p", (1, 25), (25, 1), Colour(), crf=20)
    with work_folder(tmp_path / "out.mkv") as folder:
        writer = SegmentWriter(coding, folder, tmp_path / "out.mkv", Progress(stopped=asked.is_set))
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
