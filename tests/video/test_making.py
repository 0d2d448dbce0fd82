"""What is wrong with a clip is said, and what can be shown of it is made."""

import re
from dataclasses import replace

import numpy as np
import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.errors import UnreadableFile
from afterglow.progress import Cancelled, Progress
from afterglow.video.enhancing import enhance_clip
from afterglow.video.options import VideoOptions
from afterglow.video.reader import Reader, probe
from tests.video.clips import Kind, Sound, make, with_hole

AS_IT_IS = Recipe(model="none")


def test_a_clip_that_is_cut_off_in_the_middle_says_so(tmp_path):
    whole = make(tmp_path / "whole.mkv", Kind(frames=200, rate=10, sounds=(Sound(),)))
    assert enhance_clip(whole, tmp_path / "a.mkv", AS_IT_IS).notes == ()
    assert enhance_clip(whole, tmp_path / "b.mkv", AS_IT_IS, VideoOptions(begin="15", end="60")).notes == ()
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) // 2])
    made = enhance_clip(whole, tmp_path / "c.mkv", AS_IT_IS)
    assert 0 < made.frames < 150
    missing = 20 - made.frames / 10
    (said,) = made.notes
    assert said.endswith("seconds before the clip does: it may be cut off.")
    assert float(said.split()[3]) == pytest.approx(missing, abs=0.15)
    assert probe(tmp_path / "c.mkv").seconds < 15


MISSING = re.compile(r"The pictures of (\d+\.\d\d) seconds are missing from the clip\.")
DAMAGED = "The clip is damaged in 1 place: what could be shown there is."


# Of 30 seconds.
HOLED = Kind(frames=150, rate=5, size=(96, 64), settings={"g": "10"}, sounds=(Sound("opus"),))
KINDS = {
    "a.mkv": HOLED,
    "a.webm": replace(HOLED, codec="vp9"),
    "a.mp4": HOLED,
    "a.ts": replace(HOLED, sounds=(Sound("aac"),)),
}


@pytest.mark.parametrize("name", KINDS)
def test_pictures_that_a_hole_took_are_said_to_be_missing(name, tmp_path):
    holed = with_hole(make(tmp_path / f"whole-{name}", KINDS[name]), tmp_path / name, 9000, cut=False)
    made = enhance_clip(holed, tmp_path / "b.mkv", AS_IT_IS)
    damaged, missing = made.notes
    assert damaged == DAMAGED
    assert float(MISSING.fullmatch(missing)[1]) == pytest.approx((150 - made.frames) / 5, abs=0.21)


@pytest.mark.parametrize("share", [0.7, 0.98], ids=["while it makes pictures", "while it puts them together"])
def test_what_was_wrong_before_a_stop_is_said_in_the_end(share, tmp_path):
    holed = with_hole(make(tmp_path / "whole.mkv", HOLED), tmp_path / "holed.mkv", 3000, cut=True)
    data = holed.read_bytes()
    holed.write_bytes(data[: len(data) * 8 // 10])
    whole = enhance_clip(holed, tmp_path / "at once.mkv", AS_IT_IS)
    assert len(whole.notes) == 3, "damaged, missing, cut off"
    reached = [0.0]
    stopped = Progress(reached.append, lambda: reached[-1] > share * whole.frames / 150)
    with pytest.raises(Cancelled):
        enhance_clip(holed, tmp_path / "out.mkv", AS_IT_IS, None, stopped)
    assert list(tmp_path.glob(".out.mkv.afterglow/*.packets"))
    assert enhance_clip(holed, tmp_path / "out.mkv", AS_IT_IS) == whole


def test_pictures_that_change_their_size_are_brought_to_that_of_the_first_and_it_is_said(tmp_path):
    parts = [
        Kind(frames=5, size=size, times=[begin + n / 25 for n in range(5)])
        for size, begin in (((64, 48), 0), ((96, 80), 0.2))
    ]
    data = [make(tmp_path / f"{number}.ts", part).read_bytes() for number, part in enumerate(parts)]
    (tmp_path / "a.ts").write_bytes(b"".join(data))
    made = enhance_clip(tmp_path / "a.ts", tmp_path / "b.mkv", AS_IT_IS)
    assert made.frames == 10
    assert made.notes == ("The clip's pictures change their size: 5 were brought to the first one's, 64×48.",)
    with Reader(tmp_path / "b.mkv") as reader:
        small, large = (frame.pixels.astype(int) for frame in list(reader.frames())[::9])
    assert small.shape == large.shape
    assert np.ptp(large) > 50


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_a_clip_without_a_picture_is_one_sentence(suffix, tmp_path):
    path = make(tmp_path / f"none{suffix}", Kind(frames=0, times=()))
    with pytest.raises(UnreadableFile, match=r"has no moving pictures|cannot be read as a video"):
        probe(path)
