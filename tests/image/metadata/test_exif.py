from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.image import Size
from afterglow.image.metadata import exif
from tests.image.samples import camera_exif, saved, scene

BOTH = pytest.mark.parametrize("order", ["<", ">"])
PREVIEW = saved(scene(16, 12), "JPEG")


def places(block: bytes) -> list[tuple[int, int]]:
    return [
        (entry.tag, entry.value_at) for name in ("main", "exif") for entry in exif.directories(block)[name]
    ]


@BOTH
@pytest.mark.parametrize("turned", range(1, 9))
def test_orientation_is_found_and_set_upright(order, turned):
    block = camera_exif(turned, order)
    assert exif.orientation(block) == turned
    assert exif.orientation(exif.upright(block)) == 1
    assert len(exif.upright(block)) == len(block)


@BOTH
def test_sizes_are_overwritten_where_they_stand(order):
    block = exif.with_size(camera_exif(order=order), Size(70_000, 5))
    entries = {entry.tag: entry for entry in exif.directories(block)["exif"]}
    found = [struct.unpack_from(order + "I", block, entries[tag].value_at)[0] for tag in (0xA002, 0xA003)]
    assert found == [70_000, 5]


@BOTH
def test_the_place_is_wiped_and_nothing_moves(order):
    block = camera_exif(order=order)
    bare = exif.without_place(block)
    assert "gps" not in exif.directories(bare)
    assert len(bare) == len(block)
    assert struct.pack(order + "II", 363, 3) in block
    assert struct.pack(order + "II", 363, 3) not in bare
    before, after = dict(places(block)), dict(places(bare))
    before.pop(0x8825)
    # Values held inside an entry move with it when the directory closes its gap; those behind it stay.
    assert all(after[tag] == at for tag, at in before.items() if at > 200 or tag == 0x927C)
    assert exif.without_place(bare) == bare


@BOTH
def test_the_preview_is_cut_off(order):
    plain, full = camera_exif(order=order), camera_exif(order=order, thumbnail=PREVIEW)
    bare = exif.without_thumbnail(full)
    assert PREVIEW[:20] not in bare
    assert abs(len(bare) - len(plain)) <= 2
    assert exif.directories(bare) == exif.directories(plain)
    assert exif.without_thumbnail(plain) == plain


def test_the_label_of_jpeg_is_taken_off():
    block = camera_exif()
    assert exif.plain(b"Exif\0\0" + block) == block
    for stranger in (b"", b"Exif\0\0", b"hello", b"II*"):
        with pytest.raises(exif.DamagedExif):
            exif.plain(stranger)


@settings(deadline=None)
@given(st.data())
def test_damaged_blocks_raise_nothing_but_their_own_error(data):
    block = bytearray(camera_exif(6, data.draw(st.sampled_from("<>")), PREVIEW))
    for _ in range(data.draw(st.integers(1, 6))):
        block[data.draw(st.integers(0, len(block) - 1))] = data.draw(st.integers(0, 255))
    del block[data.draw(st.integers(0, len(block))) :]
    steps = (
        exif.upright,
        exif.without_thumbnail,
        exif.without_place,
        lambda b: exif.with_size(b, Size(9, 9)),
    )
    for step in steps:
        try:
            step(exif.plain(bytes(block)))
        except exif.DamagedExif:
            continue
