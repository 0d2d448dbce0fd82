"""Encoders are told what a result shall be."""

import av
import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.video.clip import Colour
from afterglow.video.codecs import CODECS
from afterglow.video.encoding import Coding, configure
from afterglow.video.enhancing import enhance_clip
from afterglow.video.options import VideoOptions
from tests.video.clips import Kind, make, pictures


def header(coding, **settings):
    context = av.CodecContext.create(CODECS[coding.codec].encoder, "w")
    configure(context, coding, **settings)
    context.open()
    return context.extradata


@pytest.mark.parametrize("name", ["av1", "h264", "hevc"])
def test_an_encoder_that_saves_memory_gives_the_same_header(name):
    coding = Coding(name, 256, 144, "yuv420p10le", (1, 12_800), (25, 1), Colour(), crf=20)
    assert header(coding, header_only=True) == header(coding) != b""


@pytest.mark.slow
def test_the_largest_pictures_are_put_together_where_memory_is_bounded(tmp_path):
    source = make(tmp_path / "large.mkv", Kind(frames=2, size=(7680, 4320)))
    enhance_clip(source, tmp_path / "out.mkv", Recipe(model="none"), VideoOptions(codec="av1", depth="10"))
    assert len(pictures(tmp_path / "out.mkv")) == 2
