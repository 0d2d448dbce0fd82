"""What a clip holds, its result holds: clips of every kind, container and track, made here and looked at after."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.video.enhancing import enhance_clip
from afterglow.video.reader import Reader
from tests.video.clips import Kind, Sound, contents, make

TEN = "yuv420p10le"
HDR10 = Kind(
    codec="hevc",
    pixel_format=TEN,
    colour=(1, 9, 16, 9),
    settings={
        "x265-params": "log-level=none:hdr10=1:repeat-headers=1:max-cll=1000,400:master-display="
        "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)"
    },
)
HLG = Kind(codec="hevc", pixel_format=TEN, colour=(1, 9, 18, 9))
UNEVEN = [0, 0.04, 0.1, 0.11, 0.2, 0.33, 0.35, 0.4, 0.5, 0.51]
CHAPTERS = ((0.0, 0.2, "One"), (0.2, 0.4, "Two"))
TITLED = {"title": "A title"}
B_FRAMES = {"preset": "medium", "bf": "3"}
SOUNDS = {
    "mp4": (Sound("aac", language="eng"), Sound("mp3"), Sound("ac3"), Sound("opus"), Sound("flac")),
    "mov": (Sound("aac", language="eng"), Sound("pcm_s16le"), Sound("mp3")),
    "mkv": tuple(
        Sound(codec) for codec in ("aac", "opus", "mp3", "vorbis", "flac", "ac3", "pcm_s16le", "mp2")
    ),
    "webm": (Sound("opus", language="eng"), Sound("vorbis")),
}
SUBTITLES = {"mp4": "mov_text", "mov": "mov_text", "mkv": "subrip", "webm": "webvtt"}
FEATURES = {
    "even": Kind(),
    "uneven": Kind(times=UNEVEN),
    "b-frames": Kind(settings=B_FRAMES),
    "uneven b-frames": Kind(times=UNEVEN, settings=B_FRAMES),
    "a third of a second": Kind(rate=Fraction(30_000, 1001), settings=B_FRAMES),
    "late": Kind(times=[1 + n / 25 for n in range(10)], sounds=(Sound("opus", delay=1.0),)),
    "sound late": Kind(sounds=(Sound("opus", delay=0.2),)),
    "sounds": Kind(),
    "subtitles": Kind(),
    "chapters": Kind(chapters=CHAPTERS, metadata=TITLED),
    "shape": Kind(shape=Fraction(4, 3)),
    "full range": Kind(colour=(2, 1, 1, 1)),
    "tagged": Kind(colour=(1, 1, 1, 1)),
    "PAL": Kind(colour=(1, 5, 6, 5)),
}  # fmt: skip
SPECIAL = {
    "turned.mp4": Kind(rotation=90),
    "turned.mov": Kind(rotation=180),
    "mirrored.mp4": Kind(rotation=-90, mirrored=True),
    "turned.mkv": Kind(rotation=-90, shape=Fraction(4, 3)),
    "negative.mp4": Kind(times=[n / 25 - 0.2 for n in range(10)], sounds=(Sound(),)),
    "top.mp4": Kind(interlaced="top"),
    "bottom.mkv": Kind(interlaced="bottom"),
    "top.mov": Kind(interlaced="top"),
    "ten.mp4": Kind(codec="hevc", pixel_format=TEN),
    "ten.mov": Kind(codec="hevc", pixel_format=TEN),
    "ten.mkv": Kind(codec="av1", pixel_format=TEN),
    "ten.webm": Kind(codec="av1", pixel_format=TEN),
    "ten422.mov": Kind(pixel_format="yuv422p10le"),
    "444.mp4": Kind(pixel_format="yuv444p"),
    "hdr10.mp4": HDR10,
    "hdr10.mkv": HDR10,
    "hdr10.mov": HDR10,
    "hlg.mp4": HLG,
    "hlg.webm": replace(HLG, codec="av1"),
    "cover.mp4": Kind(cover=True, metadata=TITLED),
    "attached.mkv": Kind(attachments=(("font.ttf", "font/ttf", b"letters" * 9),), subtitles=("ass",)),
    "vp9.mp4": Kind(codec="vp9"),
    "odd.mkv": Kind(codec="vp9", size=(63, 47)),
}  # fmt: skip
PLAIN = {"mp4": "h264", "mov": "h264", "mkv": "h264", "webm": "vp9"}
AS_IT_IS = Recipe(model="none")


def kind_for(feature: str, container: str) -> Kind:
    kind = replace(FEATURES[feature], codec=PLAIN[container])
    if container == "webm":
        kind = replace(kind, settings={})
    if container == "mov":
        kind = replace(kind, sounds=tuple(replace(sound, codec="mp3") for sound in kind.sounds))
    if feature == "sounds":
        kind = replace(kind, sounds=SOUNDS[container])
    if feature == "subtitles":
        kind = replace(kind, subtitles=(SUBTITLES[container],), sounds=SOUNDS[container][:1])
    return kind


CASES = {
    f"{feature}.{container}": kind_for(feature, container) for container in PLAIN for feature in FEATURES
}
CASES |= SPECIAL


def test_there_are_sixty():
    assert len(CASES) >= 60


@pytest.mark.parametrize("name", CASES)
def test_a_result_holds_what_its_clip_held(name, tmp_path):
    source = make(tmp_path / name, CASES[name])
    target = tmp_path / f"result{source.suffix}"
    made = enhance_clip(source, target, AS_IT_IS)
    with Reader(source) as before, Reader(target) as after:
        assert_alike(before, after)
    assert_packets_alike(source, target, CASES[name].cover)
    assert made.notes == (
        ("The pictures grew from 63×47 to 64×48, because codecs count pixels in twos.",) * ("odd" in name)
    )


def assert_alike(before: Reader, after: Reader) -> None:
    """The same pictures at the same times, described alike."""
    was, now = before.clip, after.clip
    for part in ("codec", "bits", "chroma", "colour", "light", "pixel_shape", "fields"):
        assert getattr(now, part) == getattr(was, part), part
    assert [(one.title, round(one.start, 3)) for one in now.chapters] == [
        (one.title, round(one.start, 3)) for one in was.chapters
    ]
    assert now.metadata.get("title") == was.metadata.get("title")
    frames = list(before.frames())
    results = list(after.frames())
    tick = max(was.tick, now.tick)
    assert len(results) == len(frames) > 0
    for one, other in zip(frames, results, strict=True):
        assert abs(was.seconds_at(one.pts) - now.seconds_at(other.pts)) <= tick * 1.01
        height, width = one.pixels.shape[:2]
        difference = one.pixels.astype(float) - other.pixels[:height, :width].astype(float)
        assert np.sqrt(np.mean(difference**2)) < 0.02 * (65535 if was.deep else 255)


def assert_packets_alike(source: Path, target: Path, cover: bool) -> None:
    """The other tracks are packet for packet the same, and as far from the pictures as before."""
    was, now = contents(source), contents(target)
    others = [track for track in now if track.kind != "video"]
    assert [track.digest for track in others] == [track.digest for track in was if track.kind != "video"]
    if cover:
        assert now[-1].digest == was[-1].digest
    for before, after in zip(was, now, strict=True):
        assert len(before.shown) == len(after.shown)
        assert max(abs(a - b) for a, b in zip(before.shown, after.shown, strict=True)) <= 0.0021
