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


def _with_value(xmp: bytes, name: bytes, value: bytes) -> bytes:
    xmp = re.sub(rb"(\b" + name + rb"\s*=\s*[\"'])[^\"']*", rb"\g<1>" + value, xmp)
    return re.sub(rb"(<" + name + rb"\b[^>/]*>)[^<]*", rb"\g<1>" + value, xmp)


def _without(xmp: bytes, names: bytes) -> bytes:
    xmp = re.sub(rb"\s(?:" + names + rb")\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", xmp)
    xmp = re.sub(rb"<(" + names + rb")\b[^>]*/>", b"", xmp)
    return re.sub(rb"<(" + names + rb")\b[^>]*>.*?</\1\s*>", b"", xmp, flags=re.DOTALL)
