"""What is wrong with a clip is said, and what can be shown of it is made."""

import numpy as np
import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.errors import UnreadableFile
from afterglow.video.enhancing import enhance_clip
from afterglow.video.options import VideoOptions
from afterglow.video.reader import Reader, probe
from tests.video.clips import Kind, Sound, make

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
