"""Sound of every kind becomes sound that its new codec takes."""

import av
import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.video.enhancing import enhance_clip
from afterglow.video.options import VideoOptions
from tests.video.clips import Kind, Sound, make

AS_IT_IS = Recipe(model="none")


def heard(path):
    """Codec, rate, loudspeakers and seconds of a file's sound, as an independent decoder hears it."""
    with av.open(str(path)) as source:
        context = source.streams.audio[0].codec_context
        samples = sum(frame.samples for frame in source.decode(audio=0))
        return (
            context.name,
            context.sample_rate,
            context.layout.name,
            round(samples / context.sample_rate, 1),
        )


@pytest.mark.parametrize(("sound", "codec", "suffix", "became"), [
    (Sound("pcm_s16le"), "copy", ".mp4", ("aac", 48_000, "stereo")),
    (Sound("pcm_s16le", layout="5.1"), "copy", ".mp4", ("aac", 48_000, "5.1")),
    (Sound("pcm_s16le", layout="mono", rate=37_800), "copy", ".mp4", ("aac", 44_100, "mono")),
    (Sound("flac", rate=192_000), "aac", ".mp4", ("aac", 96_000, "stereo")),
    (Sound("ac3", layout="5.1(side)"), "opus", ".webm", ("opus", 48_000, "5.1")),
    (Sound("ac3", layout="4.0"), "opus", ".mkv", ("opus", 48_000, "quad")),
    (Sound("ac3", layout="2.1"), "aac", ".mkv", ("aac", 48_000, "2.1")),
    (Sound("flac", layout="mono"), "vorbis", ".mkv", ("vorbis", 48_000, "stereo")),
])  # fmt: skip
def test_whatever_loudspeakers_and_rate_sound_had_it_is_encoded(sound, codec, suffix, became, tmp_path):
    source = make(tmp_path / "a.mkv", Kind(sounds=(sound,), frames=25))
    enhance_clip(source, tmp_path / f"b{suffix}", AS_IT_IS, VideoOptions(audio=codec))
    *form, seconds = heard(tmp_path / f"b{suffix}")
    assert tuple(form) == became
    assert 1.0 <= seconds <= 1.1


def test_loudspeakers_that_are_lost_are_said(tmp_path):
    source = make(tmp_path / "a.mkv", Kind(sounds=(Sound("ac3", layout="5.1(side)"),)))
    made = enhance_clip(source, tmp_path / "b.mkv", AS_IT_IS, VideoOptions(audio="mp3"))
    assert made.notes == ("Track 1 became stereo: mp3 holds no more here.",)


def test_sound_may_change_from_stereo_to_mono_in_the_middle(tmp_path):
    """As broadcasts do."""
    parts = [
        make(tmp_path / f"{layout}.ts", Kind(
            frames=25, times=[begin + n / 25 for n in range(25)],
            sounds=(Sound("ac3", layout=layout, delay=begin),),
        )).read_bytes()
        for layout, begin in (("stereo", 0), ("mono", 1))
    ]  # fmt: skip
    (tmp_path / "a.ts").write_bytes(b"".join(parts))
    enhance_clip(tmp_path / "a.ts", tmp_path / "b.mkv", AS_IT_IS, VideoOptions(audio="aac"))
    *form, seconds = heard(tmp_path / "b.mkv")
    assert form == ["aac", 48_000, "stereo"]
    assert 3.3 <= seconds <= 3.5  # 1.2 seconds of the one, 2.2 of the other
