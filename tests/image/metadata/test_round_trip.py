"""Metadata from every kind of file into every kind: upright, nothing lost but what is documented."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import PIL.Image
import pytest

from afterglow.image import read, write_bytes
from afterglow.image.metadata import exif
from tests.image.samples import HEIGHT, IPTC, WIDTH, XMP, camera_exif, heic, saved, scene, with_metadata

SOURCES = ("jpeg", "png", "webp", "tiff", "avif", "heic")
TARGETS = ("jpeg", "png", "webp", "tiff", "avif")

KEPT = {
    "main": {0x010F: b"Afterglow", 0x0110: b"Test Camera", 0x0132: b"2026:01:02 03:04:05"},
    "exif": {0x9003: b"2026:01:02 03:04:05", 0x927C: bytes(range(40)), 0x829A: None},
    "gps": {1: b"N", 2: None, 3: b"E", 4: None},
}


def lying(orientation: int) -> np.ndarray:
    """The scene as a camera stores it that was held so."""
    picture = scene()
    turns = {1: 0, 3: 2, 6: 1, 8: 3, 2: 0, 4: 2, 5: 3, 7: 1}
    back = np.rot90(picture, turns[orientation])
    return np.ascontiguousarray(np.fliplr(back) if orientation in (2, 4, 5, 7) else back)


def source_file(format: str, orientation: int) -> bytes:
    """A file as a camera or program would write it, its picture lying as `orientation` says."""
    order = ">" if orientation % 2 else "<"
    block = camera_exif(orientation, order, thumbnail=saved(scene(16, 12), "JPEG"))
    stored = lying(orientation)
    packet = XMP.replace(b'tiff:Orientation="6"', b'tiff:Orientation="%d"' % orientation)
    if format == "jpeg":
        return with_metadata(saved(stored, "JPEG", quality=97, subsampling=0), block, packet, IPTC)
    if format == "png":
        return saved(stored, "PNG", exif=block)
    if format == "webp":
        return saved(stored, "WEBP", exif=block, xmp=packet, lossless=True)
    if format == "tiff":
        whole = PIL.Image.Exif()
        whole.load(block)
        file = io.BytesIO()
        PIL.Image.fromarray(stored).save(file, "TIFF", exif=whole)
        return file.getvalue()
    if format == "avif":
        return saved(stored, "AVIF", exif=block, xmp=packet, quality=97, subsampling="4:4:4")
    return heic(stored, exif=block, xmp=packet, quality=97)


def values(block: bytes) -> dict[str, dict[int, bytes]]:
    return {
        name: {entry.tag: block[entry.value_at : entry.value_at + entry.length] for entry in entries}
        for name, entries in exif.directories(exif.plain(block)).items()
    }


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("came", SOURCES)
def test_pictures_stand_upright_and_keep_what_their_file_said(came, orientation):
    image = read(source_file(came, orientation))
    assert image.size == (WIDTH, HEIGHT)
    assert np.abs(image.pixels.astype(int) - scene()).mean() < 6
    for goes in TARGETS:
        file, notes = write_bytes(image, goes)
        back = read(file)
        assert back.size == (WIDTH, HEIGHT), goes
        assert np.abs(back.pixels.astype(int) - scene()).mean() < 8, goes
        assert exif.orientation(back.exif) == 1
        found = values(back.exif)
        for directory, tags in KEPT.items():
            for tag, value in tags.items():
                assert tag in found[directory], (goes, directory, hex(tag))
                if value:
                    assert found[directory][tag].rstrip(b"\0") == value.rstrip(b"\0"), (goes, hex(tag))
        assert b"\xff\xd8\xff" not in back.exif, "the old preview is still there"
        if image.xmp:
            assert b"Kitchen" in back.xmp
            assert b'tiff:Orientation="1"' in back.xmp
        if image.iptc and goes in ("jpeg", "tiff"):
            assert back.iptc == IPTC
        elif image.iptc:
            assert any("IPTC" in note for note in notes)


@pytest.mark.parametrize("goes", TARGETS)
def test_sizes_in_the_metadata_follow_the_picture(goes):
    from afterglow.image import resize

    image = resize(read(source_file("jpeg", 1)), (20, 15))
    back = values(read(write_bytes(image, goes)[0]).exif)["exif"]
    sides = [int.from_bytes(back[tag], "little") for tag in (0xA002, 0xA003)]
    assert sides in ([20, 15], [20 << 24, 15 << 24])


@pytest.mark.parametrize("goes", TARGETS)
def test_strip_gps_removes_the_place_and_nothing_else(goes):
    file, _ = write_bytes(read(source_file("jpeg", 6)), goes, strip_gps=True)
    back = read(file)
    assert not values(back.exif).get("gps")
    assert values(back.exif)["main"][0x010F].startswith(b"Afterglow")
    assert b"GPS" not in back.xmp
    assert b"Kitchen" in back.xmp
    assert back.iptc is None or (b"Taipei" not in back.iptc and b"Tea" in back.iptc)
    if goes == "jpeg":
        for trace in (b"Taipei", b"GPSL", (25).to_bytes(4, "little") + (3).to_bytes(4, "little")):
            assert trace not in file


@pytest.mark.parametrize("goes", TARGETS)
def test_strip_all_leaves_only_the_colours(goes):
    from afterglow.image.codecs.vips import builtin_profile

    profile = builtin_profile("p3")
    file, _ = write_bytes(replace(read(source_file("jpeg", 6)), profile=profile), goes, strip_all=True)
    back = read(file)
    assert back.profile == profile
    assert back.exif is None or b"Afterglow" not in back.exif
    assert back.xmp is None
    assert back.iptc is None
    for trace in (b"Afterglow", b"Kitchen", b"Taipei"):
        assert trace not in file


def test_a_picture_without_metadata_gets_none():
    for goes in TARGETS:
        back = read(write_bytes(read(saved(scene(), "PNG")), goes)[0])
        assert back.exif is None
        assert back.xmp is None


def test_damaged_exif_is_left_out_and_said():
    broken = b"II*\0" + b"\xff\xff\xff\x7f" + bytes(20)
    image = read(with_metadata(saved(scene(), "JPEG"), broken))
    assert image.exif is None
    assert any("EXIF" in note for note in image.notes)


def test_metadata_too_large_for_a_jpeg_is_left_out_and_said():
    image = replace(read(saved(scene(), "PNG")), xmp=XMP + b" " * 70_000)
    file, notes = write_bytes(image, "jpeg")
    assert any("XMP" in note for note in notes)
    assert read(file).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("goes", ["jpeg", "png", "webp", "avif"])
def test_exif_stays_byte_for_byte_so_that_maker_notes_keep_working(goes, order):
    image = replace(read(saved(scene(), "PNG")), exif=camera_exif(order=order))
    assert read(write_bytes(image, goes)[0]).exif == image.exif


@pytest.mark.parametrize("goes", TARGETS)
def test_other_programs_find_the_same(goes):
    image = replace(read(saved(scene(), "PNG")), exif=camera_exif(order=">"), xmp=XMP)
    seen = PIL.Image.open(io.BytesIO(write_bytes(image, goes)[0]))
    assert seen.size == (WIDTH, HEIGHT)
    assert seen.getexif()[0x010F] == "Afterglow"
    assert seen.getexif().get_ifd(0x8825)[2] == (25.0, 2.0, 3.0)
    assert seen.getexif().get_ifd(0x8769)[0x9003] == "2026:01:02 03:04:05"
    assert "Kitchen" in str(seen.info)


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("alpha", [False, True])
def test_webp_with_and_without_metadata_and_transparency(alpha, lossless):
    clear = scene()[:, :, 1].copy() if alpha else None
    image = replace(read(saved(scene(), "PNG")), alpha=clear)
    for blocks in ({}, {"xmp": XMP}, {"exif": camera_exif()}, {"profile": b"odd-sized profile"}):
        file, _ = write_bytes(replace(image, **blocks), "webp", quality=0 if lossless else 90)
        seen = PIL.Image.open(io.BytesIO(file))
        assert seen.mode == ("RGBA" if alpha else "RGB")
        back = read(file)
        assert (back.alpha is not None) == alpha
        assert back.xmp == image.xmp if "xmp" not in blocks else b"Kitchen" in back.xmp
        assert (back.profile is not None) == ("profile" in blocks)
