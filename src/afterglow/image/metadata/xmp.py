"""XMP as text: what must change with the picture is changed, all else stays as it was."""

from __future__ import annotations

import re

from afterglow.image.geometry import Size


def upright(xmp: bytes) -> bytes:
    """The packet of a picture that has been turned upright."""
    return _with_value(xmp, b"tiff:Orientation", b"1")


def with_size(xmp: bytes, size: Size) -> bytes:
    """The packet of a picture that now has another size."""
    for name, value in (
        (b"tiff:ImageWidth", size.width),
        (b"tiff:ImageLength", size.height),
        (b"exif:PixelXDimension", size.width),
        (b"exif:PixelYDimension", size.height),
    ):
        xmp = _with_value(xmp, name, b"%d" % value)
    return xmp


PLACE = (
    rb"exif:GPS\w+|photoshop:(?:City|State|Country)|Iptc4xmpCore:(?:Location|CountryCode)"
    rb"|Iptc4xmpExt:Location\w+|drone-dji:G[Pp][Ss]\w*|Camera:GPS\w+"
)


def without_place(xmp: bytes) -> bytes:
    """The packet without where the picture was taken."""
    return _without(xmp, PLACE)


def without_thumbnail(xmp: bytes) -> bytes:
    """The packet without its small preview, which would show the picture as it was before."""
    return _without(xmp, rb"(?:xmp|xap):Thumbnails|xmpGImg:image")


def with_gain_map(xmp: bytes | None, length: int) -> bytes:
    """A packet that announces a gain map of so many bytes behind the picture."""
    if not xmp:
        return GAIN_MAP_PACKET % length
    announced = re.compile(rb"<[^<>]*Item:Semantic\s*=\s*[\"']GainMap[\"'][^<>]*>")
    return announced.sub(
        lambda item: re.sub(rb"(Item:Length\s*=\s*[\"'])\d+", rb"\g<1>%d" % length, item[0]), xmp
    )


def without_gain_map(xmp: bytes) -> bytes:
    """The packet of a picture that has lost its gain map."""
    return _without_item(_without(xmp, rb"hdrgm:\w+|HDRGainMap:\w+"), b"GainMap")


def announces_video(xmp: bytes) -> bool:
    """Does the packet belong to a motion photo?"""
    return re.search(rb"(?:MotionPhoto|MicroVideo)(?:=[\"']1|>1)", xmp) is not None


def without_extension(xmp: bytes) -> bytes:
    """The packet without its word of another one elsewhere in the file."""
    return _without(xmp, rb"xmpNote:HasExtendedXMP")


def without_video(xmp: bytes) -> bytes:
    """The packet of a motion photo that has lost its motion."""
    return _without_item(_without(xmp, rb"(?:GCamera|Camera):(?:MotionPhoto|MicroVideo)\w*"), b"MotionPhoto")


GAIN_MAP_PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:Container="http://ns.google.com/photos/1.0/container/"'
    b' xmlns:Item="http://ns.google.com/photos/1.0/container/item/"'
    b' xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0">'
    b"<Container:Directory><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/>'
    b"</rdf:li>"
    b'<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg"'
    b' Item:Length="%d"/></rdf:li>'
    b"</rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def _without_item(xmp: bytes, semantic: bytes) -> bytes:
    items = re.compile(rb"<rdf:li\b[^<>]*>(?:(?!</?rdf:li\b).)*</rdf:li>|<rdf:li\b[^<>]*/>", re.DOTALL)
    return items.sub(lambda item: b"" if b'"%s"' % semantic in item[0] else item[0], xmp)


def _with_value(xmp: bytes, name: bytes, value: bytes) -> bytes:
    xmp = re.sub(rb"(\b" + name + rb"\s*=\s*[\"'])[^\"']*", rb"\g<1>" + value, xmp)
    return re.sub(rb"(<" + name + rb"\b[^>/]*>)[^<]*", rb"\g<1>" + value, xmp)


def _without(xmp: bytes, names: bytes) -> bytes:
    xmp = re.sub(rb"\s(?:" + names + rb")\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", xmp)
    xmp = re.sub(rb"<(" + names + rb")\b[^>]*/>", b"", xmp)
    return re.sub(rb"<(" + names + rb")\b[^>]*>.*?</\1\s*>", b"", xmp, flags=re.DOTALL)
