"""Encoding a segment: a run of pictures that is decoded without any other."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from afterglow.errors import WrongOption
from afterglow.image.geometry import Size
from afterglow.models.devices import cpu_abilities
from afterglow.video.clip import Colour, Light, Ratio
from afterglow.video.codecs import CODECS, Codec, grading
from afterglow.video.packets import Coded

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext
    from av.video.frame import VideoFrame

CLOSED_GOP = 1 << 31
GLOBAL_HEADER = 1 << 22
INTERLACED = 1 << 18 | 1 << 29  # its transform and its search for motion
FIELD_ORDER = {"": 1, "top": 2, "bottom": 3}


@dataclass(frozen=True)
class Coding:
    """All that an encoder is told. Two encoders told the same make segments that can be joined."""

    codec: str
    width: int
    height: int
    pixel_format: str
    time_base: Ratio
    rate: Ratio
    colour: Colour
    light: Light | None = None
    pixel_shape: Ratio = (1, 1)
    fields: str = ""
    crf: int = -1
    bit_rate: int = 0
    effort: str = "light"

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def deep(self) -> bool:
        return self.pixel_format.endswith("le")


class Encoder:
    """One segment's encoder: give it pictures in order, then finish it."""

    def __init__(self, coding: Coding) -> None:
        from afterglow.video.colour import FromRgb, assumed

        self._coding = coding
        self._context = context_for(coding)
        self._frame = FromRgb(assumed(coding.colour, coding.size), coding.pixel_format)
        self._durations: dict[int, int] = {}
        self._first = True

    def encode(self, pixels: np.ndarray, pts: int, duration: int) -> list[Coded]:
        """What comes out when this picture goes in; nothing at first."""
        frame = self._woven(pixels) if self._coding.fields else self._frame(pixels)
        frame.pts, frame.time_base = pts, Fraction(*self._coding.time_base)
        if self._first:
            from av.video.frame import PictureType

            frame.pict_type, self._first = PictureType.I, False
        self._durations[pts] = duration
        return self._coded(frame)

    def finish(self) -> list[Coded]:
        """What was still inside."""
        return self._coded(None)

    def _coded(self, frame: VideoFrame | None) -> list[Coded]:
        packets = self._context.encode(frame)
        return [
            Coded(packet.pts or 0, self._durations.pop(packet.pts or 0, 0), packet.is_keyframe, bytes(packet))
            for packet in packets
        ]

    def _woven(self, pixels: np.ndarray) -> VideoFrame:
        """Two fields converted one by one, since the chroma of one must not mix with the other's."""
        from av import VideoFrame

        height, width = pixels.shape[:2]
        whole = VideoFrame(width, height, self._coding.pixel_format)
        for parity in (0, 1):
            field = self._frame(pixels[parity::2])
            for plane, part in zip(whole.planes, field.planes, strict=True):
                rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)  # type: ignore[call-overload]
                lines = np.frombuffer(part, np.uint8).reshape(part.height, part.line_size)  # type: ignore[call-overload]
                shared = min(plane.line_size, part.line_size)
                rows[parity::2, :shared] = lines[:, :shared]
        return whole


def context_for(coding: Coding) -> VideoCodecContext:
    """An encoder, open."""
    import av

    os.environ.setdefault("SVT_LOG", "1")  # errors only; it would print a page otherwise
    codec = CODECS[coding.codec]
    context: Any = av.CodecContext.create(codec.encoder, "w")
    configure(context, coding)
    try:
        context.open()
    except av.FFmpegError as error:
        raise WrongOption(
            f"{codec.label} cannot be written in this size or quality ({coding.size} pixels)",
            "Choose another --codec.",
        ) from error
    made: VideoCodecContext = context
    return made


def configure(context: Any, coding: Coding, *, header_only: bool = False) -> None:
    """Tell an encoder all of `coding`; it needs less memory where it will never get a picture."""
    codec = CODECS[coding.codec]
    context.width, context.height = coding.size
    context.pix_fmt = coding.pixel_format
    context.time_base = Fraction(*coding.time_base)
    context.framerate = Fraction(*coding.rate)
    context.sample_aspect_ratio = Fraction(*coding.pixel_shape)
    context.color_range = coding.colour.range
    context.color_primaries = coding.colour.primaries
    context.color_trc = coding.colour.transfer
    context.colorspace = coding.colour.matrix
    context.flags |= GLOBAL_HEADER
    context.gop_size = 100_000  # a segment is one group of pictures, but where the encoder sees a cut
    if coding.fields:
        context.flags |= INTERLACED
        context.field_order = FIELD_ORDER[coding.fields]
    if coding.bit_rate:
        context.bit_rate = coding.bit_rate
    context.options = _settings(codec, coding, codec.slim if header_only else ())


def _settings(codec: Codec, coding: Coding, more: tuple[str, ...]) -> dict[str, str]:
    settings = {**codec.settings, **codec.efforts[coding.effort]}
    own = [*codec.quiet, *grading(codec, coding.light), *more]
    if codec.name == "h264" and "avx512f" in cpu_abilities():
        own.append("asm=avx2")  # of 200 runs with AVX-512, 40 gave other bytes than the rest; with AVX2, none
    if coding.fields:
        own.append("tff=1" if coding.fields == "top" else "bff=1")
    if coding.bit_rate:
        settings.pop("b", None)
    else:
        settings["crf"] = str(coding.crf)
        own += codec.steady
    if own:
        settings[codec.parameters] = ":".join(own)
    return settings
