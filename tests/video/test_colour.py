"""Planes and RGB agree with the formulas of ITU-T H.273, in either direction."""

import av
import numpy as np
import pytest

from afterglow.image.geometry import Size
from afterglow.video.clip import FULL, LIMITED, Colour
from afterglow.video.colour import FromRgb, ToRgb, assumed

SIZE = Size(96, 64)
WEIGHTS = {1: (0.2126, 0.0722), 6: (0.299, 0.114), 9: (0.2627, 0.0593)}
"""The parts of red and blue in what is bright, for each matrix."""

RANGES = pytest.mark.parametrize("span", [LIMITED, FULL], ids=["limited", "full"])
MATRICES = pytest.mark.parametrize("matrix", WEIGHTS)
BITS = pytest.mark.parametrize("bits", [8, 10])


def scale(span, bits):
    """Where black is, how far from there to white, and how far the colours go from one end to the other."""
    if span == FULL:
        return 0, 2**bits - 1, 2**bits - 1
    return 16 << (bits - 8), 219 << (bits - 8), 224 << (bits - 8)


def to_planes(rgb, span, matrix, bits):
    """Y, Cb and Cr as the formulas say, before they are rounded; `rgb` is 0..1."""
    (red, blue), (black, light, colour) = WEIGHTS[matrix], scale(span, bits)
    y = rgb @ [red, 1 - red - blue, blue]
    cb, cr = (rgb[..., 2] - y) / (2 - 2 * blue), (rgb[..., 0] - y) / (2 - 2 * red)
    middle = 2 ** (bits - 1)
    return [black + light * y, middle + colour * cb, middle + colour * cr]


def to_unit(planes, span, matrix, bits):
    """RGB from 0 to 1 as the formulas say."""
    (red, blue), (black, light, colour) = WEIGHTS[matrix], scale(span, bits)
    y = (planes[0] - black) / light
    cb, cr = ((plane - 2 ** (bits - 1)) / colour for plane in planes[1:])
    r, b = y + (2 - 2 * red) * cr, y + (2 - 2 * blue) * cb
    g = (y - red * r - blue * b) / (1 - red - blue)
    return np.stack([r, g, b], axis=2).clip(0, 1)


def lines(plane, bits):
    return np.frombuffer(plane, np.uint16 if bits > 8 else np.uint8).reshape(plane.height, -1)


def planes_in(frame, bits):
    return [lines(plane, bits)[:, : plane.width].astype(float) for plane in frame.planes]


def frame_of(planes, name, bits):
    frame = av.VideoFrame(*SIZE, name)
    for plane, samples in zip(frame.planes, planes, strict=False):
        lines(plane, bits)[:, : plane.width] = np.rint(samples).clip(0, 2**bits - 1)
    return frame


@pytest.fixture
def rgb():
    """Colours of all kinds from 0 to 1, with black and white among them."""
    colours = np.random.default_rng(0).random((SIZE.height, SIZE.width, 3))
    colours[:8], colours[8:16] = 0, 1
    return colours


@RANGES
@MATRICES
@BITS
def test_rgb_becomes_planes_without_a_tint(span, matrix, bits, rgb):
    top = 65535 if bits > 8 else 255
    whole = np.rint(rgb * top)
    pixels = whole.astype(np.uint16 if bits > 8 else np.uint8)
    frame = FromRgb(Colour(span, 1, 1, matrix), "yuv444p" + ("10le" if bits > 8 else ""))(pixels)
    for made, wanted in zip(planes_in(frame, bits), to_planes(whole / top, span, matrix, bits), strict=True):
        off = made - wanted
        assert abs(off.mean()) < 0.1
        assert np.abs(off).max() < (1.1 if bits == 8 else 3)


@RANGES
@MATRICES
@BITS
def test_planes_become_rgb_with_white_at_the_top(span, matrix, bits, rgb):
    top = 65535 if bits > 8 else 255
    planes = [np.rint(plane) for plane in to_planes(rgb, span, matrix, bits)]
    frame = frame_of(planes, "yuv444p" + ("10le" if bits > 8 else ""), bits)
    pixels = ToRgb(Colour(span, 1, 1, matrix), SIZE, deep=bits > 8)(frame)
    off = pixels / (top / 255) - 255 * to_unit(planes, span, matrix, bits)
    assert np.all(pixels[:8] == 0)
    assert np.all(pixels[8:16] == top)
    assert abs(off.mean()) < 0.15
    assert np.abs(off).max() < 1.1


@RANGES
@BITS
def test_what_was_read_is_written_the_same(span, bits):
    shades = np.linspace(*(scale(span, bits)[0] + np.array([0, scale(span, bits)[1]])), SIZE.width)
    planes = [np.tile(np.rint(shades), (SIZE.height, 1)), *[np.full(SIZE[::-1], 2 ** (bits - 1))] * 2]
    name, colour = "yuv444p" + ("10le" if bits > 8 else ""), Colour(span, 1, 1, 1)
    pixels = ToRgb(colour, SIZE, deep=bits > 8)(frame_of(planes, name, bits))
    again = planes_in(FromRgb(colour, name)(pixels), bits)
    assert all(np.array_equal(*both) for both in zip(again, planes, strict=True))


@RANGES
@BITS
def test_a_frame_without_colours_is_as_bright_as_one_with_none(span, bits):
    shades = np.tile(np.linspace(20, 230, SIZE.width) * 2 ** (bits - 8), (SIZE.height, 1))
    neutral = [np.full(SIZE[::-1], 2 ** (bits - 1))] * 2
    name, deep = ("10le", True) if bits > 8 else ("", False)
    to_rgb = ToRgb(assumed(Colour(span), SIZE), SIZE, deep=deep)
    gray = to_rgb(frame_of([shades], "gray" + name, bits))
    assert np.array_equal(gray, to_rgb(frame_of([shades, *neutral], "yuv444p" + name, bits)))
