from __future__ import annotations

import io

import pytest

from afterglow.image.codecs import jpeg
from afterglow.image.codecs.insertion import inserting
from tests.image.samples import saved, scene, ultra_hdr, vips_image


@pytest.mark.parametrize("quality", range(1, 101))
def test_quality_is_told_from_the_tables(quality):
    found = jpeg.segments(io.BytesIO(saved(scene(16, 16), "JPEG", quality=quality)))
    # At the lowest qualities every step is capped at 255, and their tables become the same.
    assert abs(jpeg.quality(found) - quality) <= (1 if quality > 5 else 3)


def test_tables_of_other_makers_come_near():
    for table in range(9):
        file = bytes(vips_image(scene()).jpegsave_buffer(Q=90, quant_table=table))
        assert 60 <= jpeg.quality(jpeg.segments(io.BytesIO(file))) <= 100


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_subsampling_is_told_from_the_frame(subsampling):
    found = jpeg.segments(io.BytesIO(saved(scene(), "JPEG", subsampling=subsampling)))
    assert jpeg.subsampling(found) == subsampling
    assert jpeg.subsampling(jpeg.segments(io.BytesIO(saved(scene()[:, :, 0], "JPEG")))) is None


def test_the_picture_behind_the_first_is_found():
    file = ultra_hdr()
    ((start, length),) = jpeg.pictures_behind(jpeg.segments(io.BytesIO(file)))
    assert file[start : start + 2] == b"\xff\xd8"
    assert start + length == len(file)


def test_an_announcement_reads_back():
    start = 4
    content = jpeg.announcement(primary=1000, start=start, behind=200)
    assert jpeg.pictures_behind([jpeg.Segment(jpeg.APP2, content, start)]) == [(1000, 200)]


def test_long_profiles_are_split_and_numbered():
    parts = jpeg.segments(io.BytesIO(b"\xff\xd8" + jpeg.profile_segments(bytes(200_000))))
    numbers = [part[:2] for part in jpeg.labelled(parts, jpeg.APP2, jpeg.ICC)]
    assert numbers == [bytes((n, 4)) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("step", [1, 2, 3, 7, 100])
def test_bytes_are_put_in_wherever_the_pieces_are_cut(step):
    out = bytearray()
    write = inserting(b"NEW", 4, out.extend)
    for at in range(0, 10, step):
        write(b"0123456789"[at : at + step])
    assert bytes(out) == b"0123NEW456789"
