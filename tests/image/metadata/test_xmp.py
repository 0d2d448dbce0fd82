from __future__ import annotations

from afterglow.image import Size
from afterglow.image.metadata import xmp
from tests.image.samples import XMP


def test_orientation_becomes_upright_as_attribute_and_as_element():
    assert b'tiff:Orientation="1"' in xmp.upright(XMP)
    assert xmp.upright(b"<tiff:Orientation>8</tiff:Orientation>") == b"<tiff:Orientation>1</tiff:Orientation>"


def test_sizes_follow():
    packet = b"<a exif:PixelXDimension=\"9\" tiff:ImageLength = '7'/>"
    assert (
        xmp.with_size(packet, Size(100, 50)) == b"<a exif:PixelXDimension=\"100\" tiff:ImageLength = '50'/>"
    )


def test_the_place_is_taken_out_and_the_rest_stays():
    bare = xmp.without_place(XMP)
    assert b"GPS" not in bare
    assert b"Kitchen" in bare
    nested = (
        b"<x><Iptc4xmpExt:LocationCreated><rdf:Bag>\n<a/></rdf:Bag></Iptc4xmpExt:LocationCreated><b/></x>"
    )
    assert xmp.without_place(nested) == b"<x><b/></x>"
    assert xmp.without_place(b"<x photoshop:City='Taipei' a='1'/>") == b"<x a='1'/>"


def test_previews_are_taken_out():
    packet = b"<x><xmp:Thumbnails><rdf:Alt>\nAAAA</rdf:Alt></xmp:Thumbnails><b/></x>"
    assert xmp.without_thumbnail(packet) == b"<x><b/></x>"


def test_a_gain_map_is_announced_with_its_length_and_taken_back():
    made = xmp.with_gain_map(None, 1234)
    assert b'Item:Length="1234"' in made
    again = xmp.with_gain_map(made, 99)
    assert b'Item:Length="99"' in again
    assert again.count(b"Item:Length") == 1
    bare = xmp.without_gain_map(again)
    assert b'Semantic="GainMap"' not in bare
    assert b"hdrgm:Version" not in bare
    assert b'Semantic="Primary"' in bare


def test_a_motion_photo_that_lost_its_film_no_longer_claims_one():
    packet = (
        b'<rdf:Description GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1"><rdf:Seq>'
        b'<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary"/></rdf:li>'
        b'<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="MotionPhoto" Item:Length="9"/></rdf:li>'
        b"</rdf:Seq></rdf:Description>"
    )
    assert xmp.announces_video(packet)
    bare = xmp.without_video(packet)
    assert b"MotionPhoto" not in bare
    assert b"Primary" in bare
    assert not xmp.announces_video(XMP)
