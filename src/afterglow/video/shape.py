"""What a result will be: how its pictures are coded, and what is to be said about it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from afterglow.enhance.recipe import Recipe
from afterglow.errors import UnsupportedPicture, WrongOption
from afterglow.image.geometry import Size
from afterglow.video.clip import Clip
from afterglow.video.codecs import CODECS, Codec
from afterglow.video.colour import assumed, carried
from afterglow.video.containers import Container
from afterglow.video.encoding import Coding
from afterglow.video.options import SAME, VideoOptions, parse_bit_rate


@dataclass(frozen=True)
class Shape:
    """How the result is coded, and sentences about what differs from the clip."""

    coding: Coding
    notes: tuple[str, ...]


def shape_of(clip: Clip, size: Size, recipe: Recipe, options: VideoOptions, container: Container) -> Shape:
    """The coding of a result with pictures of `size`; raises `WrongOption` where it cannot be."""
    assumed(clip.colour, clip.size)
    notes: list[str] = []
    bits = _bits(clip, options, notes)
    codec = _codec(clip, options, container, bits, notes)
    chroma = clip.chroma
    if (bits, chroma) not in codec.formats:
        notes.append(f"{codec.label} cannot keep {chroma} colour here: the result has 4:2:0.")
        chroma = "4:2:0"
    coded_size = _countable(size, notes)
    fields = _fields(clip, coded_size, codec, recipe, options, notes)
    if clip.alpha:
        notes.append("The clip is transparent in places, which the result cannot be.")
    if clip.extras:
        notes.append(f"Left out, because it cannot be written: {', '.join(clip.extras)}.")
    rate = clip.fps / options.every
    return Shape(
        Coding(
            codec=codec.name,
            width=coded_size.width,
            height=coded_size.height,
            pixel_format=codec.formats[bits, chroma],
            time_base=clip.time_base,
            rate=(rate.numerator, rate.denominator),
            colour=carried(clip.colour, clip.size, coded_size),
            light=clip.light if clip.colour.hdr else None,
            pixel_shape=(1, 1) if recipe.size and recipe.fit == "stretch" else clip.pixel_shape,
            fields=fields,
            crf=_crf(options, codec),
            bit_rate=parse_bit_rate(options.bit_rate) or 0,
            effort=options.effort,
        ),
        tuple(notes),
    )


def _bits(clip: Clip, options: VideoOptions, notes: list[str]) -> int:
    if options.depth == SAME:
        if clip.bits > 10:
            notes.append(f"The clip has {clip.bits} bits, the result 10: no codec here keeps more.")
        return 10 if clip.deep else 8
    if clip.colour.hdr and options.depth == "8":
        raise WrongOption(f"{clip.colour.hdr} needs 10 bits", "Leave --depth out.")
    return int(options.depth)


def _codec(clip: Clip, options: VideoOptions, container: Container, bits: int, notes: list[str]) -> Codec:
    if options.codec != SAME:
        return _asked(CODECS[options.codec], clip, container, bits)
    same = CODECS.get(clip.codec)
    if same and same.name in container.codecs and _holds(same, bits):
        return same
    chosen = _fitting(container, bits)[0]
    notes.append(f"The pictures were {clip.codec or 'coded otherwise'}; the result is {chosen.label}.")
    return chosen


def _asked(codec: Codec, clip: Clip, container: Container, bits: int) -> Codec:
    if codec.name not in container.codecs:
        fitting = ", ".join(container.codecs)
        raise WrongOption(
            f"{container.label} does not hold {codec.label}", f"Choose --codec {fitting}, or an .mkv."
        )
    if not _holds(codec, bits):
        names = " or ".join(one.name for one in _fitting(container, bits))
        fewer = "" if clip.colour.hdr else ", or --depth 8"
        raise WrongOption(
            f"{codec.label} with {bits} bits cannot be written here", f"Choose --codec {names}{fewer}."
        )
    return codec


def _fitting(container: Container, bits: int) -> list[Codec]:
    """The container's codecs that hold so many bits and play where they do: ten bits of H.264 hardly anywhere."""
    known = [CODECS[name] for name in container.codecs]
    return [codec for codec in known if _holds(codec, bits) and (bits == 8 or codec.name != "h264")]


def _holds(codec: Codec, bits: int) -> bool:
    return any(held == bits for held, _ in codec.formats)


def _countable(size: Size, notes: list[str]) -> Size:
    """Codecs count in twos: an odd side grows by one."""
    even = Size(size.width + size.width % 2, size.height + size.height % 2)
    if even != size:
        notes.append(f"The pictures grew from {size} to {even}, because codecs count pixels in twos.")
    return even


def _fields(
    clip: Clip, size: Size, codec: Codec, recipe: Recipe, options: VideoOptions, notes: list[str]
) -> str:
    if not clip.fields or options.deinterlace:
        return ""
    if recipe.size:
        raise UnsupportedPicture(
            "An interlaced clip cannot be brought to an exact size", "Say --deinterlace, too."
        )
    if codec.interlaced and size.height % 4 == 0:
        return clip.fields
    notes.append(f"The clip is interlaced, which {codec.label} does not mark here; --deinterlace mends it.")
    return ""


def _crf(options: VideoOptions, codec: Codec) -> int:
    if options.crf > codec.worst:
        raise WrongOption(f"{codec.label} knows qualities up to {codec.worst}", "Give a lower --crf.")
    return codec.crf if options.crf < 0 else options.crf


def segment_frames(clip: Clip, options: VideoOptions) -> int:
    """How many pictures make a segment: four seconds, within reason."""
    return min(max(round(SEGMENT_SECONDS * clip.fps / options.every), 1), MOST_IN_SEGMENT)


SEGMENT_SECONDS = Fraction(4)
MOST_IN_SEGMENT = 300
