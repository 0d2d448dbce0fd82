"""The HDR gain map that phones hide behind a JPEG: how much brighter each part shines on a screen that can.

Decoders stretch the map over the whole picture, so it fits a picture of any size as long as nothing is cut
off, added or turned. Its own header says how it is applied (ISO 21496-1, Adobe's hdrgm or Apple's form).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from afterglow.image.codecs import jpeg
from afterglow.image.codecs.insertion import inserting
from afterglow.image.codecs.jpeg import Segment
from afterglow.image.geometry import Box, Size
from afterglow.image.orientation import UPRIGHT

MAP_QUALITY = 95
"""For maps that had to be turned or cut: they are small, and their errors are multiplied."""


@dataclass(frozen=True)
class GainMap:
    """A gain map as the JPEG it came as, and what the main picture said of it in its ISO segment."""

    file: bytes
    iso: bytes | None = None

    @property
    def speaks_xmp(self) -> bool:
        """Does the map's header follow Adobe's form, which wants the main picture's XMP to announce it?"""
        header = jpeg.segments(io.BytesIO(self.file))
        return any(b"hdrgm:" in packet for packet in jpeg.labelled(header, jpeg.APP1, jpeg.XMP))

    @property
    def size(self) -> Size | None:
        """How many pixels the map has; None if its header is damaged."""
        for segment in jpeg.segments(io.BytesIO(self.file)):
            if jpeg.starts_frame(segment):
                return Size(*(int.from_bytes(segment.content[at : at + 2]) for at in (3, 1)))
        return None


def gain_map_in(file: BinaryIO, found: list[Segment]) -> GainMap | None:
    """The gain map behind the main picture of a JPEG."""
    iso = next(iter(jpeg.labelled(found, jpeg.APP2, jpeg.ISO_GAIN_MAP)), None)
    for start, length in jpeg.pictures_behind(found):
        header = jpeg.segments(file, start)
        if any(_speaks_of_gain(segment) for segment in header):
            file.seek(start)
            content = file.read(length)
            return GainMap(content, iso) if len(content) == length else None
    return None


def turned(gain_map: GainMap, orientation: int) -> GainMap:
    """The map of a picture that has been turned upright."""
    if orientation == UPRIGHT:
        return gain_map
    from afterglow.image.codecs import vips

    return _remade(gain_map, lambda image: vips.turned(image, orientation))


def part_of(gain_map: GainMap, box: Box, size: Size) -> GainMap:
    """The map of the part of a picture of `size` that lies in `box`; what lies outside shines no brighter."""
    from afterglow.image.codecs import vips

    return _remade(gain_map, lambda image: vips.cut(image, box, size))


def fits(gain_map: GainMap, size: Size) -> bool:
    """Does the map still have the shape of the picture?"""
    own = gain_map.size
    if own is None:
        return False
    # Maps are often a quarter of the picture's size, and rounded: a map pixel of doubt, or two in a hundred.
    doubt = max(1 / own.width + 1 / own.height, 0.02)
    return abs(own.width / own.height / (size.width / size.height) - 1) <= doubt


def _speaks_of_gain(segment: Segment) -> bool:
    if segment.marker == jpeg.APP2:
        return segment.content.startswith(jpeg.ISO_GAIN_MAP)
    says = segment.marker == jpeg.APP1 and segment.content.startswith(jpeg.XMP)
    return says and (b"hdrgm:" in segment.content or b"HDRGainMap" in segment.content)


def _remade(gain_map: GainMap, change: Callable[[Any], Any]) -> GainMap:
    from afterglow.image.codecs import vips

    header = jpeg.segments(io.BytesIO(gain_map.file))
    extra = b"".join(s.whole for s in header if s.marker in (jpeg.APP1, jpeg.APP2))
    made = io.BytesIO()
    write = inserting(extra, 2, made.write)
    with vips.speaking_of("The gain map", "jpeg"):
        small = vips.opened(io.BytesIO(gain_map.file), "jpeg", "The gain map", fail_on="none").copy_memory()
    vips.save_through(change(small), "jpeg", write, Q=MAP_QUALITY, subsample_mode="off", keep="none")
    return replace(gain_map, file=made.getvalue())
