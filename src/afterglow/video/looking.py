"""What a file holds, found out in the guarded process."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import av
from av.stream import Disposition, Stream

from afterglow.errors import TooLarge, UnreadableFile
from afterglow.image.geometry import Size
from afterglow.image.orientation import upright_size
from afterglow.video.clip import FULL, Chapter, Clip, Colour, Light, Ratio, Track
from afterglow.video.opening import unreadable

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MOST_PIXELS = 140_000_000  # of one picture: 16K
TRACK_END = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
USUAL_RATES = (Fraction(1), Fraction(240))
EXTRAS = {
    "A53_CC": "closed captions inside the pictures",
    "DYNAMIC_HDR_PLUS": "HDR10+ data",
    "DYNAMIC_HDR_VIVID": "HDR Vivid data",
    "DOVI_RPU_BUFFER": "Dolby Vision data",
    "DOVI_METADATA": "Dolby Vision data",
    "STEREO3D": "stereoscopic data",
    "SPHERICAL": "spherical data",
    "ICC_PROFILE": "a colour profile",
}


def look_at(container: InputContainer, path: Path) -> Clip:
    """The clip in an open container, whose first picture is decoded to see what only pictures tell."""
    stream = picture_stream(container, path)
    first = _first_frame(container, stream, path)
    stored = Size(first.width, first.height)
    if stored.pixels > MOST_PIXELS:
        raise TooLarge(f"The pictures of {path.name} are {stored} pixels", "Scale it down first.")
    riding: Any = first.side_data
    data = {one.type.name: bytes(one) for one in riding if hasattr(one, "type")}
    orientation = orientation_of(data.get("DISPLAYMATRIX"))
    upright = upright_size(stored, orientation)
    shape = stream.sample_aspect_ratio or Fraction(1)
    if orientation > 4:
        shape = 1 / shape
    return Clip(
        name=path.name,
        container=container.format.name,
        width=upright.width,
        height=upright.height,
        seconds=_seconds(container, stream),
        zero=_ratio(Fraction(container.start_time or 0, 1_000_000)),
        index=stream.index,
        time_base=_ratio(stream.time_base or Fraction(1, 1000)),
        rate=_ratio(_rate(stream)),
        frames=stream.frames,
        codec=_codec(stream),
        bits=max((component.bits for component in first.format.components), default=8),
        chroma=_chroma(first),
        colour=_colour(first, stream),
        light=_light(data),
        pixel_shape=_ratio(shape if shape > 0 else Fraction(1)),
        orientation=orientation,
        fields=_fields(first, stream),
        alpha=_has_alpha(first, stream),
        extras=tuple(dict.fromkeys(EXTRAS[name] for name in data if name in EXTRAS)),
        tracks=tuple(_track(other) for other in container.streams if other.index != stream.index),
        chapters=_chapters(container),
        metadata=_texts(container.metadata),
    )


def picture_stream(container: InputContainer, path: Path) -> VideoStream:
    """The stream of moving pictures: the default one, else the first; a cover is none."""
    moving = [
        stream
        for stream in container.streams.video
        if not stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails)
    ]
    if not moving:
        raise UnreadableFile(f"{path.name} has no moving pictures", "Name a video.")
    if moving[0].codec_context is None:
        raise UnreadableFile(f"{path.name} is coded in a way that is not read", "Convert it to H.264 first.")
    return next((stream for stream in moving if stream.disposition & Disposition.default), moving[0])


def orientation_of(matrix: bytes | None) -> int:
    """How a picture with this display matrix is stored, as EXIF counts it; angles between are rounded."""
    if not matrix or len(matrix) < 36:
        return 1
    a, b, _, c, d, *_ = struct.unpack("<9i", matrix[:36])
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return {(True, True): 1, (False, True): 2, (False, False): 3, (True, False): 4}[(a >= 0, d >= 0)]
    return {(True, False): 6, (False, True): 8, (True, True): 5, (False, False): 7}[(b >= 0, c >= 0)]


def _first_frame(container: InputContainer, stream: VideoStream, path: Path) -> VideoFrame:
    try:
        for packet in container.demux(stream):
            try:
                for frame in packet.decode():
                    return frame
            except av.error.InvalidDataError:
                continue  # a clip cut out of a longer one may begin with what cannot be shown
    except (av.FFmpegError, OSError, IndexError, ValueError) as error:
        raise unreadable(path) from error
    raise unreadable(path)


def _seconds(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    # Matroska tells when a track ends, and the container's end may be that of sound that goes on.
    if told := TRACK_END.fullmatch(stream.metadata.get("DURATION", "")):
        hours, minutes, seconds = (float(part) for part in told.groups())
        return max(hours * 3600 + minutes * 60 + seconds - (container.start_time or 0) / 1e6, 0.0)
    return (container.duration or 0) / 1e6


def _rate(stream: VideoStream) -> Fraction:
    for rate in (stream.average_rate, stream.guessed_rate, stream.base_rate):
        if rate and USUAL_RATES[0] <= rate <= USUAL_RATES[1]:
            return rate.limit_denominator(100_000)
    slow = stream.average_rate
    return slow.limit_denominator(100_000) if slow and 0 < slow < 1 else Fraction(25)


def _codec(stream: Stream) -> str:
    context = stream.codec_context
    return str(context.codec.canonical_name if context is not None else getattr(stream, "name", "") or "")


def _chroma(frame: VideoFrame) -> Literal["4:2:0", "4:2:2", "4:4:4"]:
    planes = frame.format.components
    if len(planes) < 3 or frame.format.is_rgb:
        return "4:4:4" if frame.format.is_rgb else "4:2:0"
    across = frame.format.chroma_width(1024) < 1024
    down = frame.format.chroma_height(1024) < 1024
    return "4:2:0" if down else ("4:2:2" if across else "4:4:4")


def _colour(frame: VideoFrame, stream: VideoStream) -> Colour:
    if frame.format.is_rgb:
        return Colour(0, int(frame.color_primaries), int(frame.color_trc), 2)
    full = frame.format.name.startswith("yuvj") or int(frame.color_range) == FULL
    return Colour(
        range=FULL if full else int(frame.color_range),
        primaries=int(frame.color_primaries),
        transfer=int(frame.color_trc),
        matrix=int(frame.colorspace),
    )


def _light(data: Mapping[str, bytes]) -> Light | None:
    graded, most = data.get("MASTERING_DISPLAY_METADATA"), data.get("CONTENT_LIGHT_LEVEL")
    if not graded and not most:
        return None
    primaries: tuple[float, ...] = ()
    luminance: tuple[float, ...] = ()
    if graded and len(graded) >= 88:
        *numbers, has_primaries, has_luminance = struct.unpack("<22i", graded[:88])
        values = [a / b if b else 0.0 for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
        primaries = tuple(values[:8]) if has_primaries else ()
        luminance = tuple(values[8:]) if has_luminance else ()
    return Light(primaries, luminance, struct.unpack("<2I", most[:8]) if most and len(most) >= 8 else ())


def _fields(frame: VideoFrame, stream: VideoStream) -> Literal["", "top", "bottom"]:
    if not frame.interlaced_frame:
        return ""
    return "bottom" if stream.codec_context.field_order in (3, 5) else "top"  # BB or BT


def _has_alpha(frame: VideoFrame, stream: VideoStream) -> bool:
    return frame.format.has_palette or "a" in _letters(frame) or stream.metadata.get("alpha_mode") == "1"


def _letters(frame: VideoFrame) -> str:
    """Which channels a pixel format names: `yuva420p` and `rgba` have an a, `gray` has not."""
    name = frame.format.name
    return name[:4] if name.startswith(("yuva", "rgba", "bgra", "argb", "abgr", "gbra", "ya")) else ""


def _track(stream: Stream) -> Track:
    context = stream.codec_context
    audio = stream.type == "audio" and context is not None
    return Track(
        index=stream.index,
        kind=stream.type or "unknown",
        codec=_codec(stream),
        language=stream.metadata.get("language", ""),
        name=stream.metadata.get("title", "") or stream.metadata.get("filename", ""),
        disposition=int(stream.disposition),
        channels=getattr(context, "channels", 0) or 0 if audio else 0,
        rate=getattr(context, "sample_rate", 0) or 0 if audio else 0,
    )


def _chapters(container: InputContainer) -> tuple[Chapter, ...]:
    zero = Fraction(container.start_time or 0, 1_000_000)
    return tuple(
        Chapter(
            start=float(chapter["start"] * (chapter["time_base"] or 1) - zero),
            end=float(chapter["end"] * (chapter["time_base"] or 1) - zero),
            title=chapter["metadata"].get("title", ""),
        )
        for chapter in container.chapters()
    )


def _texts(metadata: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in metadata.items()}


def _ratio(value: Fraction) -> Ratio:
    return value.numerator, value.denominator
