from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.image.metadata import iptc
from tests.image.samples import IPTC


def test_records_go_into_a_photoshop_block_and_come_out_again():
    for records in (IPTC, IPTC[:-1]):
        assert iptc.from_photoshop(iptc.to_photoshop(records)) == records


def test_other_resources_are_stepped_over():
    other = b"8BIM\x03\xed\x04name\x00\x00\x00\x00\x03abc\x00"
    block = iptc.PHOTOSHOP + other + iptc.to_photoshop(IPTC)[len(iptc.PHOTOSHOP) :]
    assert iptc.from_photoshop(block) == IPTC
    assert iptc.from_photoshop(iptc.PHOTOSHOP + other) is None


def test_the_place_is_taken_out():
    bare = iptc.without_place(IPTC)
    assert b"Taipei" not in bare
    assert b"Kitchen" in bare
    assert b"Tea" in bare


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_anything_may_stand_in_a_block(content):
    iptc.from_photoshop(content)
    iptc.from_photoshop(iptc.PHOTOSHOP + b"8BIM" + content)
    iptc.without_place(content)
    iptc.without_place(b"\x1c" + content)
