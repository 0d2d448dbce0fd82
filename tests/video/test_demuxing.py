"""A part late in a clip takes its tracks along exactly, and the file is entered shortly before it."""

from fractions import Fraction

import av
import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.video.alive import unheard
from afterglow.video.demuxing import APART, due, packets_from
from afterglow.video.enhancing import enhance_clip
from afterglow.video.options import VideoOptions
from tests.video.clips import Kind, Sound, contents, make

BEGIN, END = 150, 153
SLOW = {"frames": 200, "rate": 1, "size": (16, 16), "container": {"max_interleave_delta": "0"}}
ENTERED = {**SLOW, "settings": {"g": "8"}}
LONG = {
    "mp4": Kind(**ENTERED, sounds=(Sound("aac", 8_000), Sound("mp3", 16_000))),
    "mkv": Kind(**ENTERED, sounds=(Sound("opus", 8_000), Sound("vorbis", 8_000), Sound("flac", 8_000))),
    "ts": Kind(**ENTERED, sounds=(Sound("mp2", 16_000), Sound("ac3", 32_000))),
    "avi": Kind(**ENTERED, codec="mpeg4", sounds=(Sound("mp3", 8_000),)),
}


@pytest.fixture(scope="module", params=LONG)
def film(request, tmp_path_factory):
    return make(tmp_path_factory.mktemp("long") / f"film.{request.param}", LONG[request.param])


def sound_packets(path, begin=0, end=None):
    """The bytes of each track's packets that sound in a part."""
    with av.open(str(path)) as source:
        zero = Fraction(source.start_time or 0, 1_000_000)
        found = {stream.index: [] for stream in source.streams.audio}
        for packet in source.demux(source.streams.audio):
            start = packet.size and packet.pts * packet.time_base - zero
            if (
                packet.size
                and start + packet.duration * packet.time_base > begin
                and (end is None or start < end)
            ):
                found[packet.stream.index].append(bytes(packet))
        return list(found.values())


def test_the_sound_of_a_late_part_is_the_clips_own_packet_for_packet(film, tmp_path):
    target = tmp_path / "part.mkv"
    enhance_clip(film, target, Recipe(model="none"), VideoOptions(begin=str(BEGIN), end=str(END)))
    wanted = sound_packets(film, BEGIN, END)
    assert sound_packets(target) == wanted
    assert all(len(packets) > 10 for packets in wanted)


def given(path, begin, tracks):
    """What comes of each track, and how many seconds after the clip's start the first packet is due."""
    came, first = {index: [] for index in tracks}, None
    with av.open(str(path)) as source:
        zero = Fraction(source.start_time or 0, 1_000_000)
        for packet in packets_from(path, source, begin and zero + begin, tracks, (), unheard):
            first = due(packet) - zero if first is None else first
            came[packet.stream.index].append((packet.pts, bytes(packet)))
    return came, first


def test_the_way_to_a_late_part_is_short(film):
    with av.open(str(film)) as source:
        tracks = [stream.index for stream in source.streams.audio]
    (whole, start), (late, entered) = (given(film, begin, tracks) for begin in (None, BEGIN))
    assert start < 1
    assert BEGIN - APART - 10 < entered <= BEGIN - APART / 2
    for index in tracks:
        assert whole[index][-len(late[index]) :] == late[index]


def test_a_file_that_cannot_be_entered_is_walked_from_its_start(tmp_path):
    kind = Kind(**SLOW, settings={"g": "1000"}, sounds=(Sound("opus", 8_000),))
    source = make(tmp_path / "film.mkv", kind)
    enhance_clip(source, tmp_path / "part.mkv", Recipe(model="none"), VideoOptions(begin=str(BEGIN)))
    assert sound_packets(tmp_path / "part.mkv") == sound_packets(source, BEGIN)


@pytest.mark.parametrize(("suffix", "codec"), [("mkv", "subrip"), ("mp4", "mov_text")])
def test_words_that_were_there_for_minutes_are_shown_in_a_late_part(suffix, codec, tmp_path):
    texts = ((20.0, 131.0, "A name"), (152.0, 90.0, "Late words"))
    sounds = (Sound("aac", 8_000),)
    kind = Kind(**ENTERED, sounds=sounds, subtitles=(codec,), texts=texts)
    source, target = make(tmp_path / f"film.{suffix}", kind), tmp_path / f"part.{suffix}"
    enhance_clip(source, target, Recipe(model="none"), VideoOptions(begin=str(BEGIN), end=str(END)))
    pictures, sound, _ = contents(target)
    assert pictures.shown == pytest.approx((0, 1, 2), abs=0.13)  # sound that has begun before leads
    assert max(sound.shown) == pytest.approx(3, abs=0.2)
    with av.open(str(target)) as part:
        packets = [packet for packet in part.demux(subtitles=0) if packet.size > 2]
        told = [(packet.pts / 1000, packet.duration / 1000, bytes(packet)[-6:]) for packet in packets]
    assert told == [(0, pytest.approx(1, abs=0.13), b"A name"), (pytest.approx(2, abs=0.13), 1, b" words")]
