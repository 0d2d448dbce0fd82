"""Clips made better: what is asked is done, and stopping costs nothing."""

from dataclasses import replace

import numpy as np
import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.errors import UnreadableFile, WouldOverwrite, WrongOption
from afterglow.image import Image, write
from afterglow.models.sessions import Sessions
from afterglow.progress import Cancelled, Progress
from afterglow.video.clip import Track
from afterglow.video.containers import CONTAINERS
from afterglow.video.enhancing import enhance_clip
from afterglow.video.options import VideoOptions
from afterglow.video.previewing import preview_frame
from afterglow.video.reader import Reader, probe
from afterglow.video.tracks import fates
from tests.support import texture
from tests.video.clips import Kind, Sound, contents, make, pictures

AS_IT_IS = Recipe(model="none")
LONG = Kind(frames=30, rate=3, size=(48, 32), sounds=(Sound(),), subtitles=("mov_text",))  # three segments


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make(
        tmp_path_factory.mktemp("clip") / "clip.mp4", Kind(frames=20, sounds=(Sound("aac"), Sound("mp3")))
    )


def test_stopped_anywhere_it_goes_on_and_ends_the_same(tmp_path):
    source = make(tmp_path / "long.mp4", LONG)
    recipe = Recipe(model="tiny")
    with Sessions() as sessions:
        enhance_clip(source, tmp_path / "whole.mp4", recipe, sessions=sessions)
        cut = tmp_path / "cut.mp4"
        for share in (0.3, 0.6, 0.9, 0.98):
            reached = [0.0]
            progress = Progress(lambda done: reached.append(done), lambda: reached[-1] > share)  # noqa: B023
            with pytest.raises(Cancelled):
                enhance_clip(source, cut, recipe, None, progress, sessions)
            assert not cut.exists()
        shares = []
        enhance_clip(source, cut, recipe, None, Progress(shares.append), sessions)
    assert min(share for share in shares if share) > 0.9
    assert contents(cut) == contents(tmp_path / "whole.mp4")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.mp4", "long.mp4", "whole.mp4"]


def test_another_recipe_begins_anew(tmp_path):
    source = make(tmp_path / "long.mp4", LONG)
    reached = [0.0]
    with pytest.raises(Cancelled):
        enhance_clip(
            source, tmp_path / "a.mp4", Recipe(model="none", sharpen=0.8), None,
            Progress(reached.append, lambda: reached[-1] > 0.6),
        )  # fmt: skip
    enhance_clip(source, tmp_path / "a.mp4", AS_IT_IS)
    enhance_clip(source, tmp_path / "b.mp4", AS_IT_IS)
    assert contents(tmp_path / "a.mp4") == contents(tmp_path / "b.mp4")


def test_work_rests_while_paused(clip, tmp_path):
    asked, seen = [], []

    def paused():
        asked.append(len(seen))
        return len(asked) < 5

    enhance_clip(clip, tmp_path / "a.mp4", AS_IT_IS, None, Progress(seen.append), paused=paused)
    assert asked[:5] == [asked[0]] * 5
    assert len(pictures(tmp_path / "a.mp4")) == 20


def test_whoever_watches_is_shown_each_picture_that_is_written(clip, tmp_path):
    shown = []
    options = VideoOptions(begin="0.4", every=2)
    enhance_clip(clip, tmp_path / "a.mp4", Recipe(model="tiny", scale=2.0), options, watch=shown.append)
    assert len(shown) == len(pictures(tmp_path / "a.mp4"))
    times = [picture.seconds for picture in shown]
    assert times == sorted(times)
    assert times[0] == pytest.approx(0.4)
    before, after = shown[0].before.shape, shown[0].after.shape
    assert after == (2 * before[0], 2 * before[1], 3)


@pytest.mark.parametrize(("codec", "depth", "suffix"), [
    ("hevc", "8", ".mp4"), ("hevc", "10", ".mkv"), ("vp9", "same", ".webm"), ("av1", "10", ".mkv"),
    ("h264", "10", ".mov"),
])  # fmt: skip
def test_pictures_are_coded_as_asked(codec, depth, suffix, clip, tmp_path):
    target = tmp_path / f"a{suffix}"
    enhance_clip(clip, target, AS_IT_IS, VideoOptions(codec=codec, depth=depth))
    made = probe(target)
    assert (made.codec, made.bits) == (codec, 10 if depth == "10" else 8)
    with Reader(clip) as before, Reader(target) as after:
        one, other = before.frame_at(0.4).pixels, after.frame_at(0.4).pixels
    assert np.abs(one.astype(float) / 255 - other / (65535 if made.deep else 255)).mean() < 0.02


@pytest.mark.parametrize("codec", ["h264", "hevc", "vp9", "av1"])
def test_pictures_take_the_bits_that_were_asked_for(codec, tmp_path):
    grain = np.random.default_rng(1).integers(0, 256, (25, 96, 128, 3), np.uint8)
    source = make(tmp_path / "grain.mp4", Kind(frames=25, size=(128, 96), pictures=tuple(grain)))
    sizes = []
    for rate in ("150k", "1.5M"):
        target = tmp_path / f"{rate}.mkv"
        enhance_clip(source, target, AS_IT_IS, VideoOptions(codec=codec, bit_rate=rate))
        sizes.append(target.stat().st_size)
    assert sizes[1] > 2 * sizes[0]


@pytest.mark.parametrize("effort", ["light", "medium"])
def test_two_pictures_left_for_the_last_segment_keep_their_times(effort, tmp_path):
    """Of so few, x265 gives decoding times that go back; those of a result are counted anew."""
    source, target = make(tmp_path / "ten.mp4", Kind(frames=10, rate=2)), tmp_path / "out.mp4"
    enhance_clip(source, target, AS_IT_IS, VideoOptions(codec="hevc", effort=effort))
    assert contents(target)[0].shown == contents(source)[0].shown
    assert len(pictures(target)) == 10


def test_a_part_and_every_third_picture_keep_their_times(clip, tmp_path):
    options = VideoOptions(begin="0.2", end="0.6", every=3)
    enhance_clip(clip, tmp_path / "a.mp4", AS_IT_IS, options)
    shown = contents(tmp_path / "a.mp4")
    assert shown[0].shown == pytest.approx([0, 0.12, 0.24, 0.36])
    assert 0.3 < max(shown[1].shown) < 0.41


@pytest.mark.parametrize(
    ("audio", "suffix"), [("aac", ".mp4"), ("opus", ".mkv"), ("mp3", ".mkv"), ("vorbis", ".webm")]
)
def test_sound_is_encoded_anew_where_asked(audio, suffix, clip, tmp_path):
    target = tmp_path / f"a{suffix}"
    enhance_clip(clip, target, AS_IT_IS, VideoOptions(audio=audio, audio_bit_rate="96k"))
    sounds = [track for track in contents(target) if track.kind == "audio"]
    assert len(sounds) == 2
    assert all(audio in sound.codec for sound in sounds)
    assert all(abs(max(sound.shown) - 0.78) < 0.06 for sound in sounds)


def test_what_a_container_cannot_hold_is_said(clip, tmp_path):
    source = make(
        tmp_path / "full.mkv",
        Kind(sounds=(Sound("aac"),), subtitles=("ass",), attachments=(("font.ttf", "font/ttf", b"abc"),)),
    )
    made = enhance_clip(source, tmp_path / "a.webm", AS_IT_IS)
    said = " ".join(made.notes)
    assert "result is VP9" in said
    assert "encoded anew as Opus" in said
    assert "became webvtt" in said
    assert "no attachments: font.ttf is left out" in said
    dropped = enhance_clip(source, tmp_path / "b.mkv", AS_IT_IS, VideoOptions(audio="drop", subtitles="drop"))
    assert not dropped.notes
    assert [track.kind for track in contents(tmp_path / "b.mkv")] == ["video"]


def test_sound_of_which_a_file_does_not_say_the_rate_is_left_out_and_said(clip):
    """A recording may name a track that is silent all through."""
    silent = replace(probe(clip), tracks=(Track(1, "audio", "ac3"),))
    came, notes = fates(silent, CONTAINERS["mkv"], VideoOptions())
    assert not came
    assert notes == ("The audio track 1 (ac3) is in no known format and is left out.",)


def test_transparency_and_data_are_lost_and_said(tmp_path):
    clear = make(tmp_path / "clear.mkv", Kind(codec="ffv1", pixel_format="yuva420p"))
    made = enhance_clip(clear, tmp_path / "a.mkv", AS_IT_IS)
    assert "The clip is transparent in places, which the result cannot be." in made.notes
    made = enhance_clip(with_data(tmp_path / "measured.ts"), tmp_path / "b.mkv", AS_IT_IS)
    assert "The data track 1 (klv) cannot be carried along and is left out." in made.notes
    assert [track.kind for track in contents(tmp_path / "b.mkv")] == ["video"]


def with_data(target):
    """A recording whose camera wrote down where it was."""
    import av

    with av.open(str(make(target.with_suffix(".mp4"), Kind()))) as came, av.open(str(target), "w") as out:
        pictures = out.add_stream_from_template(came.streams.video[0])
        places = out.add_data_stream("klv")
        for packet in came.demux(video=0):
            if packet.size:
                place = av.Packet(b"\x06\x0e\x2b\x34" * 8)
                place.stream, place.pts, place.dts = places, packet.pts, packet.pts
                place.time_base = packet.time_base
                packet.stream = pictures
                out.mux([packet, place])
    return target


@pytest.mark.parametrize("codec", ["flac", "opus", "vorbis"])
def test_sound_that_mov_does_not_hold_becomes_aac(codec, tmp_path):
    source = make(tmp_path / "a.mkv", Kind(sounds=(Sound(codec),)))
    made = enhance_clip(source, tmp_path / "b.mov", AS_IT_IS)
    assert made.notes == (
        f"MOV cannot hold the audio track 1 ({codec}) as it is: it was encoded anew as AAC.",
    )
    assert [track.codec for track in contents(tmp_path / "b.mov")] == ["h264", "aac"]


def test_a_cover_among_attachments_costs_no_sound(tmp_path):
    write(Image(texture(16, 16)), tmp_path / "cover.jpg")
    cover = ("cover.jpg", "image/jpeg", (tmp_path / "cover.jpg").read_bytes())
    # One picture can be entered at, and it is far behind when the last sound comes.
    kind = Kind(frames=100, rate=1, size=(16, 16), sounds=(Sound("aac"),), attachments=(cover,))
    source = make(tmp_path / "a.mkv", kind)
    enhance_clip(source, tmp_path / "b.mkv", AS_IT_IS)
    before, after = contents(source), contents(tmp_path / "b.mkv")
    assert after[1:] == before[1:]


def test_subtitles_change_their_form_with_the_container(tmp_path):
    source = make(tmp_path / "a.mkv", Kind(frames=20, subtitles=("ass",)))
    enhance_clip(source, tmp_path / "b.mp4", AS_IT_IS)
    enhance_clip(tmp_path / "b.mp4", tmp_path / "c.mkv", AS_IT_IS)
    import av

    with av.open(str(tmp_path / "c.mkv")) as result:
        words = [bytes(packet).decode() for packet in result.demux(subtitles=0) if packet.size > 2]
    assert words == ["First words", "Grüße"]


def test_pictures_are_resized_and_framed_like_photos(clip, tmp_path):
    enhance_clip(clip, tmp_path / "a.mp4", Recipe(model="none", scale=1.5))
    assert probe(tmp_path / "a.mp4").size == (96, 72)
    enhance_clip(clip, tmp_path / "b.mp4", Recipe(model="none", size="64x64"))
    with Reader(tmp_path / "b.mp4") as reader:
        framed = reader.frame_at(0)
    assert framed.size == (64, 64)
    assert framed.pixels[:6].max() < 12  # black above


def test_fields_become_whole_pictures_where_asked(tmp_path):
    source = make(tmp_path / "top.mp4", Kind(interlaced="top"))
    enhance_clip(source, tmp_path / "a.mp4", AS_IT_IS, VideoOptions(deinterlace=True))
    assert probe(source).fields == "top"
    assert probe(tmp_path / "a.mp4").fields == ""
    assert contents(tmp_path / "a.mp4")[0].shown == contents(source)[0].shown


def test_clips_of_cameras_and_discs_are_read(tmp_path):
    for name, kind in {
        "a.avi": Kind(codec="mpeg4", sounds=(Sound("mp3"),)),
        "a.ts": Kind(sounds=(Sound("aac"),)),
        "a.mpg": Kind(codec="mpeg2", sounds=(Sound("mp2"),)),
    }.items():
        source, target = make(tmp_path / name, kind), tmp_path / f"{name}.mkv"
        enhance_clip(source, target, AS_IT_IS)
        before, after = contents(source), contents(target)
        for one, other in zip(after, before, strict=True):
            assert one.shown == pytest.approx(other.shown, abs=0.002)
        # A stream gives each packet of AAC a header of its own, which no file needs.
        assert name == "a.ts" or after[1].digest == before[1].digest


def test_one_picture_can_be_seen_before(clip):
    with Reader(clip) as reader:
        before, after = preview_frame(reader, 0.4, Recipe(model="tiny"))
    assert before.size == after.size
    assert not np.array_equal(before.pixels, after.pixels)


def test_nothing_that_is_there_is_replaced_unasked(clip, tmp_path):
    target = tmp_path / "a.mp4"
    target.write_bytes(b"mine")
    with pytest.raises(WouldOverwrite):
        enhance_clip(clip, target, AS_IT_IS)
    assert target.read_bytes() == b"mine"


def test_what_cannot_be_is_refused_before_any_work(clip, tmp_path):
    with pytest.raises(WrongOption, match=r"WebM does not hold H\.264"):
        enhance_clip(clip, tmp_path / "a.webm", AS_IT_IS, VideoOptions(codec="h264"))
    for suffix, hint in ((".webm", r"--codec av1, or --depth 8\."), (".mkv", r"--codec hevc or av1, or")):
        with pytest.raises(WrongOption, match=rf"VP9 with 10 bits cannot be written here\. Choose {hint}"):
            enhance_clip(clip, tmp_path / f"a{suffix}", AS_IT_IS, VideoOptions(codec="vp9", depth="10"))
    with pytest.raises(WrongOption, match="is over after"):
        enhance_clip(clip, tmp_path / "a.mp4", AS_IT_IS, VideoOptions(begin="60"))
    with pytest.raises(UnreadableFile, match="no moving pictures"):
        enhance_clip(make_sound(tmp_path), tmp_path / "a.mp4", AS_IT_IS)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".", "a."))]


def make_sound(folder):
    import av

    with av.open(str(folder / "sound.mp4"), "w") as out:
        stream = out.add_stream("aac", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), format="fltp", layout="stereo")
        frame.sample_rate = 48_000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return folder / "sound.mp4"
