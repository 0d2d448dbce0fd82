"""What is missing inside a clip is found, wherever its format lets one know, and nothing is said of a whole one."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from afterglow.video.clip import Faults, Stretch
from afterglow.video.holes import is_torn
from afterglow.video.reader import Reader
from tests.video.clips import Kind, Sound, make, places, with_hole

B_FRAMES = {"preset": "medium", "bf": "2", "g": "10"}
EVEN = Kind(frames=150, rate=25, size=(96, 64), settings=B_FRAMES, sounds=(Sound("aac"),))
VP9 = replace(EVEN, codec="vp9", settings={"g": "10"}, sounds=(Sound("opus"),))
M2TS = {"mpegts_m2ts_mode": "1"}
KINDS = {
    "a.mkv": EVEN,
    "live.mkv": replace(EVEN, container={"live": "1"}),
    "a.webm": VP9,
    "a.mp4": EVEN,
    "fast.mp4": replace(EVEN, container={"movflags": "faststart"}),
    "a.ts": EVEN,
    "a.m2ts": replace(EVEN, container=M2TS),
    "mpeg2.ts": replace(EVEN, codec="mpeg2", settings={"g": "10"}, sounds=(Sound("mp2"),)),
}
SAYING_NOTHING = {"a.mp4"}  # cut: its table of contents lies at its end, and is then somewhere else


def uneven(count):
    rng, times, now = random.Random(1), [], Fraction(0)
    for _ in range(count):
        times.append(now)
        now += Fraction(rng.choice((1, 1, 2, 5, 60)), 25)
    return times


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    place = tmp_path_factory.mktemp("clips")
    return {name: make(place / name, kind) for name, kind in KINDS.items()}


def faults_of(path, **wanted):
    with Reader(path) as reader:
        shown = sum(1 for _ in reader.frames(Stretch(**wanted)))
        return shown, reader.faults


@pytest.mark.parametrize(("size", "cut"), [(3000, False), (9000, True)], ids=["zeroed", "cut out"])
@pytest.mark.parametrize("name", KINDS)
def test_the_pictures_that_a_hole_took_are_counted(name, size, cut, clips, tmp_path):
    if cut and name in SAYING_NOTHING:
        pytest.skip("not a clip any more")
    holed = with_hole(clips[name], tmp_path / name, size, cut=cut)
    shown, faults = faults_of(holed)
    assert 0 < shown < 150
    assert faults.places == 1
    # What ends with the hole is told in other words, and a picture after it may be shown in the place of another.
    if name != "fast.mp4" or not cut:
        assert faults.missing == pytest.approx((150 - shown) / 25, abs=0.045)


@pytest.mark.parametrize(
    "wanted", [{}, {"begin": 2.1, "end": 4.5}, {"every": 7}, {"deinterlace": True}], ids=str
)
@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_said_of_a_whole_clip(name, wanted, clips):
    assert faults_of(clips[name], **wanted)[1] == Faults()


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_said_of_uneven_times(name, tmp_path):
    path = make(tmp_path / name, replace(KINDS[name], times=uneven(150)))
    assert faults_of(path) == (150, Faults())
    assert faults_of(path, begin=20.0, end=60.0)[1] == Faults()


@pytest.mark.parametrize("name", KINDS)
def test_every_packet_leads_to_the_next_in_a_whole_file_and_none_across_a_hole(name, clips, tmp_path):
    path = clips[name]
    with Reader(path) as reader:
        container = reader.clip.container
    all_of_them = places(path)
    assert not any(is_torn(path, container, *pair) for pair in pairwise(all_of_them))
    holed = with_hole(path, tmp_path / name, 3000, cut=False)
    assert is_torn(holed, container, all_of_them[69], all_of_them[110]) == ("mp4" not in container)


def test_a_hole_is_told_in_the_part_where_it_is(clips, tmp_path):
    holed = with_hole(clips["a.mkv"], tmp_path / "part.mkv", 3000, cut=True)
    assert faults_of(holed, begin=0.0, end=2.0)[1] == Faults()
    assert faults_of(holed, begin=5.0)[1] == Faults()
    whole, (_, until), (_, since) = (
        faults_of(holed)[1].missing, faults_of(holed, end=3.0), faults_of(holed, begin=3.0)
    )  # fmt: skip
    assert until.missing + since.missing == pytest.approx(whole, abs=0.005)
    assert until.missing > 0
    assert since.missing > 0
