from __future__ import annotations

import struct

import pytest

from afterglow.errors import UnsupportedPicture, WrongOption
from afterglow.image import FORMATS, READABLE_SUFFIXES, format_to_write, same_format
from afterglow.image.formats import identify
from tests.image.samples import dng, seeds

KINDS = {"ultra-hdr": "jpeg", "cmyk": "jpeg", "png-8": "png", "png-16": "png", "apng": "png", "dng": "raw"}


@pytest.mark.parametrize("name", sorted(seeds()))
def test_files_are_told_by_their_content(name):
    assert identify(seeds()[name], "x") == KINDS.get(name, name)


def camera(order: str, *tags: tuple[int, int, int]) -> bytes:
    entries = b"".join(struct.pack(order + "HHII", tag, kind, 1, value) for tag, kind, value in tags)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return head + struct.pack(order + "IH", 8, len(tags)) + entries + bytes(40)


def test_camera_raw_inside_tiff_is_not_taken_for_a_tiff():
    assert identify(dng(), "x") == "raw"
    preview, sensor, maker = (254, 4, 1), (330, 4, 200), (271, 2, 100)
    assert identify(camera("<", preview, maker, sensor), "x.nef") == "raw"
    assert identify(camera("<", (254, 4, 0), maker, sensor), "pyramid.tif") == "tiff"
    assert identify(b"II*\0\x10\0\0\0CR\2\0" + bytes(40), "x.cr2") == "raw"
    for magic in (b"IIRO", b"FUJIFILMCCD-RAW ", b"IIU\0"):
        assert identify(magic + bytes(40), "x") == "raw"
    assert identify(b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "x.cr3") == "raw"


def test_jpeg_xl_is_named():
    with pytest.raises(UnsupportedPicture, match="JPEG XL"):
        identify(b"\0\0\0\x0cJXL \r\n\x87\n", "x.jxl")


def test_every_format_that_is_only_read_has_a_stand_in():
    for known in FORMATS.values():
        assert known.reads
        assert same_format(known.name).writes
        assert known.writes or FORMATS[known.instead].writes
    assert ".jpg" in READABLE_SUFFIXES
    assert same_format("").name == "png"


def test_the_asked_format_wins_over_the_suffix_and_that_over_the_original():
    assert format_to_write("webp", "a.png", "jpeg").name == "webp"
    assert format_to_write("same", "a.PNG", "jpeg").name == "png"
    assert format_to_write("same", "a", "tiff").name == "tiff"
    assert format_to_write("same", None, "heic").name == "jpeg"
    with pytest.raises(WrongOption):
        format_to_write("bmp", "a.bmp", "bmp")


def test_a_suffix_of_no_format_is_refused_unless_one_is_asked_for():
    for suffix in (".xyz", ".out", ".PSD"):
        with pytest.raises(WrongOption, match=rf"^a{suffix} does not say") as refused:
            format_to_write("same", f"a{suffix}", "jpeg")
        for known in FORMATS.values():
            assert (known.suffixes[0] in refused.value.hint) == known.writes
    assert format_to_write("png", "a.xyz", "jpeg").name == "png"
