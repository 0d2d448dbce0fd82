"""Between the planes of a codec and the RGB of a picture, as the clip's colour tags say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from av import VideoFrame
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter

from afterglow.errors import UnsupportedPicture
from afterglow.image.geometry import Size
from afterglow.video.clip import FULL, LIMITED, UNSAID, Colour
from afterglow.video.layout import pixels_of

# The quick paths of the scaler repeat chroma and round down: 44 dB there and back, against 50 dB with these.
EXACT = (
    Interpolation.BICUBIC
    | Interpolation.ACCURATE_RND
    | Interpolation.FULL_CHR_H_INT
    | Interpolation.FULL_CHR_H_INP
)
MATRICES = {
    0: Colorspace.DEFAULT,  # RGB: there is nothing to convert
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}
BT709, BT601 = 1, 6
HD = 720  # rows from which players take a clip that says nothing for BT.709


def assumed(colour: Colour, size: Size) -> Colour:
    """The colour tags with range and matrix filled in as players do where a clip does not say them."""
    matrix = colour.matrix if colour.matrix not in (UNSAID, 3) else (BT709 if size.height >= HD else BT601)
    if matrix not in MATRICES:
        raise UnsupportedPicture(
            f"The clip's colours are coded in a way that is not read (matrix {matrix})",
            "Convert it to BT.709 or BT.2020 first.",
        )
    return replace(colour, range=colour.range or LIMITED, matrix=matrix)


def carried(colour: Colour, before: Size, after: Size) -> Colour:
    """The tags for a result of size `after`: the clip's own, said aloud where players would now guess otherwise."""
    was, would_be = assumed(colour, before), assumed(colour, after)
    return replace(colour, matrix=was.matrix) if was.matrix != would_be.matrix else colour


GBR = (1, 2, 0)
"""Where the scaler's planes have their places in RGB."""

FINE = 14
"""The bits of full range before it is rounded here: the scaler rounds its colours down."""


class ToRgb:
    """Frames as rows × columns × 3, uint8 or uint16; `colour` must be an `assumed` one."""

    def __init__(self, colour: Colour, size: Size, *, deep: bool) -> None:
        self._colour, self._size = colour, size
        self._format = "gbrp16le" if deep else "gbrp"
        self._depth = np.dtype(np.uint16 if deep else np.uint8)
        self._scaler = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> np.ndarray:
        rgb = self._scaler.reformat(
            _with_chroma(frame) if frame.format.name.startswith("gray") else frame,
            width=self._size.width,
            height=self._size.height,
            format=self._format,
            src_colorspace=MATRICES[self._colour.matrix],
            src_color_range=self._colour.range,
            dst_color_range=FULL,
            interpolation=EXACT,
            threads=1,
        )
        planes = np.empty((3, *reversed(self._size)), self._depth)
        for channel, plane in zip(GBR, rgb.planes, strict=True):
            planes[channel] = _lines(plane, self._depth)[:, : self._size.width]
        if self._depth == np.uint16:
            limited = self._colour.range == LIMITED and not frame.format.is_rgb
            _whiten(planes, 8 if limited else frame.format.components[0].bits)
        return pixels_of(planes)


class FromRgb:
    """Rows × columns × 3 as frames of `pixel_format`; `colour` must be an `assumed` one."""

    def __init__(self, colour: Colour, pixel_format: str) -> None:
        self._colour, self._format = colour, pixel_format
        self._bits = 10 if pixel_format.endswith("10le") else 8
        self._fine = pixel_format.removesuffix("10le") + f"{FINE}le" if colour.range == FULL else ""
        self._scaler = VideoReformatter()

    def __call__(self, pixels: np.ndarray) -> VideoFrame:
        height, width = pixels.shape[:2]
        frame = VideoFrame(width, height, "gbrp16le" if pixels.dtype == np.uint16 else "gbrp")
        for channel, plane in zip(GBR, frame.planes, strict=True):
            came = pixels[:, :, channel]
            _lines(plane, pixels.dtype)[:, :width] = came - (came >> 8) if came.dtype == np.uint16 else came
        frame.color_range = FULL
        made = self._scaler.reformat(
            frame,
            format=self._fine or self._format,
            dst_colorspace=MATRICES[self._colour.matrix],
            dst_color_range=self._colour.range,
            interpolation=EXACT,
            threads=1,
        )
        return _rounded(made, self._format, self._bits) if self._fine else made


def _with_chroma(gray: VideoFrame) -> VideoFrame:
    """A frame without colours as one whose colours are nothing: the scaler takes all gray for full range."""
    bits = gray.format.components[0].bits
    depth = np.dtype(np.uint16 if bits > 8 else np.uint8)
    frame = VideoFrame(gray.width, gray.height, "yuv444p" + (f"{bits}le" if bits > 8 else ""))
    light, *colours = frame.planes
    _lines(light, depth)[:, : gray.width] = _lines(gray.planes[0], depth)[:, : gray.width]
    for plane in colours:
        _lines(plane, depth)[:] = 1 << (bits - 1)
    return frame


def _whiten(planes: np.ndarray, bits: int) -> None:
    """Stretch sixteen bits whose white has only so many at the top, and nothing below, until white is 65535."""
    if bits < 16:
        np.minimum(planes, (1 << 16) - (1 << (16 - bits)), out=planes)
        planes += planes >> bits


def _rounded(fine: VideoFrame, pixel_format: str, bits: int) -> VideoFrame:
    """Full range in fewer bits, each sample to the nearest."""
    frame = VideoFrame(fine.width, fine.height, pixel_format)
    depth = np.dtype(np.uint16 if bits > 8 else np.uint8)
    for number, (plane, came) in enumerate(zip(frame.planes, fine.planes, strict=True)):
        samples = _lines(came, np.dtype(np.uint16))[:, : came.width]
        _lines(plane, depth)[:, : plane.width] = np.take(_nearest(bits, colours=number > 0), samples)
    return frame


@cache
def _nearest(bits: int, *, colours: bool) -> np.ndarray:
    """For each sample of `FINE` bits the nearest of so many."""
    middle = 1 << (FINE - 1) if colours else 0
    top = (1 << bits) - 1
    samples = (np.arange(1 << FINE) - middle) * (top / ((1 << FINE) - 1))
    whole = np.rint(samples + (1 << (bits - 1) if colours else 0)).clip(0, top)
    return whole.astype(np.uint16 if bits > 8 else np.uint8)


def _lines(plane: Any, depth: np.dtype) -> np.ndarray:
    """The rows of a frame's plane, with what lies between them."""
    return np.frombuffer(plane, depth).reshape(plane.height, -1)
