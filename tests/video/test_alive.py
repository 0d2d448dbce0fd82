"""Work that takes long says that it goes on."""

import time

from afterglow.video.alive import BEAT, signs
from afterglow.video.clip import Stretch
from afterglow.video.frames import Decoding
from afterglow.video.reader import probe
from tests.video.clips import Kind, make


def test_a_sign_is_given_once_a_second_however_often_work_gets_on():
    said = []
    sign = signs(said.append)
    time.sleep(BEAT)
    for _ in range(10):
        sign()
    assert said == [{"alive": True}]


def test_the_way_to_a_picture_is_no_silence(tmp_path):
    """A whole film may lie before the picture that was asked for, or between two."""
    path = make(tmp_path / "clip.mp4", Kind(frames=30))
    for wanted in (Stretch(begin=1.0, seek=False), Stretch(first=12_800, seek=False), Stretch(every=29)):
        given = []
        shown = iter(Decoding(path, probe(path), wanted, alive=lambda: given.append(1)))  # noqa: B023
        next(shown)
        if wanted.every > 1:
            next(shown)
        assert len(given) >= 25
