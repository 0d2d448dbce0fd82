"""The HDR gain map stays with its picture through all we do to it."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
import pyvips

from afterglow.image import Box, gain_map, read, resize, write, write_bytes
from afterglow.image.codecs import jpeg
from tests.image.samples import XMP, camera_exif, saved, scene, ultra_hdr, with_metadata

ADOBE = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"'
    b' hdrgm:GainMapMin="0" hdrgm:GainMapMax="2" hdrgm:Gamma="1" hdrgm:OffsetSDR="0.015625"'
    b' hdrgm:OffsetHDR="0.015625" hdrgm:HDRCapacityMin="0" hdrgm:HDRCapacityMax="2"'
    b' hdrgm:BaseRenditionIsHDR="False"/></rdf:RDF></x:xmpmeta>'
)


def hdr(file: bytes) -> np.ndarray:
    """What a bright screen shows, in units of white."""
    return pyvips.Image.uhdrload_buffer(file).uhdr2scRGB().numpy()


def psnr(found: np.ndarray, wanted: np.ndarray) -> float:
    return float(10 * np.log10(wanted.max() ** 2 / np.mean((found - wanted) ** 2)))


def announced_in_xmp(file: bytes) -> bytes:
    """The same picture with its map announced as older phones do, in XMP."""
    image = read(file)
    small = saved(np.asarray(scene(80, 60)[:, :, 0]), "JPEG")
    small = with_metadata(small, xmp=ADOBE)
    return write_bytes(replace(image, gain_map=gain_map.GainMap(small)), "jpeg")[0]


def test_the_map_is_kept_byte_for_byte():
    image = read(ultra_hdr())
    back = read(write_bytes(image)[0])
    assert back.gain_map.file == image.gain_map.file
    assert back.gain_map.iso == image.gain_map.iso


def test_the_bright_picture_is_the_same():
    file = ultra_hdr()
    assert psnr(hdr(write_bytes(read(file))[0]), hdr(file)) > 40


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_map_turns_with_the_picture(orientation):
    from afterglow.image.orientation import turned_view

    plain = ultra_hdr()
    segments = jpeg.segments(io.BytesIO(plain))
    exif = next(segment for segment in segments if segment.content.startswith(jpeg.EXIF))
    at = exif.at + exif.content.index(b"\x12\x01\x03\x00\x01\x00\x00\x00") + 8
    lying = plain[:at] + bytes((orientation,)) + plain[at + 1 :]
    image = read(lying)
    wanted = hdr(plain)
    upright = np.zeros((image.size.height, image.size.width, 3), np.float32)
    turned_view(upright, orientation)[:] = wanted
    assert psnr(hdr(write_bytes(image)[0]), upright) > 38


def test_the_map_stretches_with_the_picture():
    file = ultra_hdr()
    made, notes = write_bytes(resize(read(file), (320, 240)))
    assert not notes
    assert psnr(hdr(made)[::2, ::2], hdr(file)) > 34


def test_the_map_is_cut_with_the_picture():
    image = read(ultra_hdr())
    box = Box(40, 20, 120, 100)
    part = image.cut(box)
    assert part.gain_map.size == (40, 40)
    file, notes = write_bytes(part)
    assert not notes
    assert psnr(hdr(file), hdr(ultra_hdr())[box.slices]) > 34


def test_a_map_that_no_longer_fits_is_dropped_loudly():
    image = read(ultra_hdr())
    squeezed = image.with_pixels(image.pixels[:, :60].copy())
    file, notes = write_bytes(squeezed)
    assert any("GAIN MAP" in note for note in notes)
    assert read(file).gain_map is None


@pytest.mark.parametrize("format", ["png", "webp", "tiff", "avif"])
def test_formats_without_a_place_for_the_map_say_so(format):
    _, notes = write_bytes(read(ultra_hdr()), format)
    assert any("GAIN MAP" in note for note in notes)


def test_older_maps_are_announced_in_xmp_with_their_right_length():
    first = announced_in_xmp(ultra_hdr())
    image = read(first)
    assert b'Item:Length="%d"' % len(image.gain_map.file) in image.xmp
    again = read(write_bytes(image, strip_all=True)[0])
    assert b'Item:Length="%d"' % len(again.gain_map.file) in again.xmp
    assert b"hdrgm" in again.xmp
    assert pyvips.Image.uhdrload_buffer(first).get("gainmap-data")


def test_apples_maps_are_kept_too():
    apple = b'<x:xmpmeta xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/" HDRGainMap:HDRGainMapVersion="65536"/>'
    small = with_metadata(saved(np.asarray(scene(80, 60)[:, :, 0]), "JPEG"), xmp=apple)
    plain = replace(read(saved(scene(160, 120), "JPEG")), xmp=XMP)
    phone = read(write_bytes(replace(plain, gain_map=gain_map.GainMap(small)), "jpeg")[0])
    assert phone.gain_map.file == small
    back = read(write_bytes(phone)[0])
    assert back.gain_map.file == small
    assert back.xmp == XMP.replace(b'Orientation="6"', b'Orientation="1"')


def test_losing_the_map_takes_its_announcement_out_of_the_xmp():
    image = read(announced_in_xmp(ultra_hdr()))
    file, _ = write_bytes(image, "png")
    assert b"GainMap" not in (read(file).xmp or b"")
    assert b"hdrgm:Version" not in (read(file).xmp or b"")


def test_metadata_and_map_live_together(tmp_path):
    plain = ultra_hdr()
    full = with_metadata(plain, exif=camera_exif(), xmp=XMP)
    write(read(full), tmp_path / "out.jpg")
    back = read(tmp_path / "out.jpg")
    assert back.gain_map
    assert b"Kitchen" in back.xmp
    assert back.exif
    assert psnr(hdr((tmp_path / "out.jpg").read_bytes()), hdr(plain)) > 40


def test_a_damaged_map_is_left_out_and_said():
    plain = ultra_hdr()
    start = read(plain).gain_map.file
    at = plain.index(start)
    lying = with_metadata(plain[:at] + start[:200] + bytes(len(start) - 200), exif=camera_exif(6))
    image = read(lying)
    assert image.gain_map is None or image.notes
