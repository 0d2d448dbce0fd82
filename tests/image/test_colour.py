"""Colours look the same after a picture went through: profiles are kept byte for byte."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import numpy as np
import PIL.Image
import pytest
from PIL import ImageCms
from skimage.color import deltaE_ciede2000, rgb2lab

from afterglow.errors import UnsupportedPicture
from afterglow.image import Image, read, write_bytes
from afterglow.image.codecs.vips import builtin_profile
from tests.image.profiles import gray_profile, rgb_profile
from tests.image.samples import cmyk_jpeg, deep, saved, scene

PROFILES = {
    "srgb": builtin_profile("srgb"),
    "p3": builtin_profile("p3"),
    "adobe-rgb": rgb_profile(((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)), gamma=563 / 256),
    "prophoto": rgb_profile(((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)), gamma=1.8),
    "rec2020": rgb_profile(((0.708, 0.292), (0.17, 0.797), (0.131, 0.046)), gamma=2.4),
    "version-4": rgb_profile(((0.64, 0.33), (0.3, 0.6), (0.15, 0.06)), gamma=2.2, version=4),
    "huge": rgb_profile(((0.64, 0.33), (0.3, 0.6), (0.15, 0.06)), gamma=2.2, padding=400_000),
}
TARGETS = ("jpeg", "png", "webp", "tiff", "avif")


def lab(image: Image) -> np.ndarray:
    """What the picture looks like, by its own profile."""
    scaled = np.rint(image.pixels / image.full_scale * 255).astype(np.uint8)
    profile = (
        ImageCms.getOpenProfile(io.BytesIO(image.profile))
        if image.profile
        else ImageCms.createProfile("sRGB")
    )
    if image.gray and image.profile and image.profile[16:20] == b"GRAY":
        picture = PIL.Image.fromarray(scaled[:, :, 0])
        seen = ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
        profile = ImageCms.createProfile("sRGB")
    else:
        seen = PIL.Image.fromarray(scaled)
    made = ImageCms.profileToProfile(seen, profile, ImageCms.createProfile("LAB"), outputMode="LAB")
    values = np.asarray(made).astype(np.float64)
    signed = values[:, :, 1:].astype(np.uint8).view(np.int8).astype(np.float64)
    return np.dstack([values[:, :, 0] * 100 / 255, signed])


@pytest.mark.parametrize("goes", TARGETS)
@pytest.mark.parametrize("name", PROFILES)
def test_profiles_are_kept_and_colours_look_the_same(name, goes):
    came = read(saved(scene(), "PNG", icc_profile=PROFILES[name]))
    assert came.profile == PROFILES[name]
    back = read(write_bytes(came, goes)[0])
    assert back.profile == PROFILES[name]
    far = deltaE_ciede2000(lab(came), lab(back))
    assert far.mean() <= (0.5 if goes != "jpeg" else 2.5)
    if goes != "jpeg":
        assert far.max() <= 2


def test_a_smooth_photograph_survives_jpeg_within_half_a_delta_e():
    y, x = np.mgrid[0:96, 0:128]
    smooth = np.stack([90 + x // 2, 100 + y // 2, 180 - x // 2], -1).astype(np.uint8)
    back = read(write_bytes(Image(smooth), "jpeg")[0])
    far = deltaE_ciede2000(rgb2lab(smooth), rgb2lab(back.pixels))
    assert far.mean() <= 0.5
    assert far.max() <= 2.5


@pytest.mark.parametrize("goes", TARGETS)
def test_deep_pictures_keep_their_profile_too(goes):
    came = replace(read(write_bytes(Image(deep()), "tiff")[0]), profile=PROFILES["prophoto"])
    assert read(write_bytes(came, goes)[0]).profile == PROFILES["prophoto"]


@pytest.mark.parametrize("goes", TARGETS)
def test_gray_profiles_are_kept_or_the_picture_becomes_srgb_and_looks_the_same(goes):
    profile = gray_profile(2.2)
    gray = scene()[:, :, 0]
    came = read(saved(gray, "PNG", icc_profile=profile))
    assert came.gray
    file, notes = write_bytes(came, goes)
    back = read(file)
    assert back.profile == (profile if goes in ("jpeg", "png", "tiff") else builtin_profile("srgb"))
    assert bool(notes) == (goes in ("webp", "avif"))
    far = deltaE_ciede2000(lab(came), lab(back))
    assert far.mean() <= 0.8


@pytest.mark.parametrize("goes", TARGETS)
def test_a_broken_profile_stops_nothing(goes):
    for broken in (b"not a profile at all" * 20, PROFILES["p3"][:200], bytes(128)):
        file, _ = write_bytes(Image(scene(), profile=broken), goes)
        assert read(file).size == (64, 48)


def with_cicp(png: bytes, *numbers: int) -> bytes:
    chunk = b"cICP" + bytes(numbers)
    return png[:33] + struct.pack(">I", 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[33:]


def test_colour_spaces_named_by_number_become_profiles_or_are_refused():
    plain = saved(scene(), "PNG")
    assert read(with_cicp(plain, 12, 13, 0, 1)).profile == builtin_profile("p3")
    assert read(with_cicp(plain, 1, 13, 0, 1)).profile is None
    assert "not known" in read(with_cicp(plain, 9, 14, 0, 1)).notes[0]
    with pytest.raises(UnsupportedPicture, match="HDR"):
        read(with_cicp(plain, 9, 16, 0, 1))


def test_cmyk_is_converted_by_its_own_profile():
    came = read(cmyk_jpeg())
    inks = PIL.Image.open(io.BytesIO(cmyk_jpeg()))
    own = io.BytesIO()
    inks.save(own, "JPEG", quality=95, icc_profile=builtin_profile("cmyk"))
    profiled = read(own.getvalue())
    assert "its profile" in profiled.notes[0]
    wanted = ImageCms.profileToProfile(
        inks,
        ImageCms.getOpenProfile(io.BytesIO(builtin_profile("cmyk"))),
        ImageCms.createProfile("sRGB"),
        outputMode="RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert np.abs(profiled.pixels.astype(int) - np.asarray(wanted)).mean() < 3
    assert np.abs(profiled.pixels.astype(int) - came.pixels).mean() < 4


def test_strength_zero_of_a_16_bit_picture_is_the_same_picture():
    came = Image(deep(), profile=PROFILES["adobe-rgb"])
    assert np.array_equal(read(write_bytes(came, "tiff")[0]).pixels, came.pixels)
    assert np.array_equal(read(write_bytes(came, "png")[0]).pixels, came.pixels)
