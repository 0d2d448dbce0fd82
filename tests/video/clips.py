"""Small clips of every kind, drawn and written by the tests themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import Colorspace, Interpolation

from afterglow.video.carrying import ASS_HEADER
from afterglow.video.holes import Place
from tests.support import texture

ENCODERS = {
    "h264": ("libx264", {"crf": "12", "preset": "ultrafast"}),
    "hevc": ("libx265", {"crf": "12", "preset": "ultrafast", "x265-params": "log-level=none"}),
    "vp9": ("libvpx-vp9", {"crf": "20", "b": "0", "deadline": "realtime", "cpu-used": "8"}),
    "av1": ("libsvtav1", {"crf": "20", "preset": "12"}),
    "mpeg4": ("mpeg4", {"b": "2000000"}),
    "mpeg2": ("mpeg2video", {"b": "4000000"}),
    "ffv1": ("ffv1", {}),
    "mjpeg": ("mjpeg", {"q": "3"}),
}


@dataclass(frozen=True)
class Sound:
    codec: str = "aac"
    rate: int = 48_000
    layout: str = "stereo"
    language: str = "und"
    delay: float = 0.0


@dataclass(frozen=True)
class Kind:
    """What a clip is made of; times are in seconds."""

    codec: str = "h264"
    pixel_format: str = "yuv420p"
    size: tuple[int, int] = (64, 48)
    frames: int = 10
    rate: int | Fraction = 25
    times: Sequence[float] | None = None
    time_base: Fraction | None = None
    rotation: float = 0
    mirrored: bool = False
    shape: Fraction = Fraction(1)
    interlaced: str = ""
    colour: tuple[int, int, int, int] = (0, 2, 2, 2)  # range, primaries, transfer, matrix
    settings: dict[str, str] = field(default_factory=dict)
    sounds: tuple[Sound, ...] = ()
    subtitles: tuple[str, ...] = ()
    texts: tuple[tuple[float, float, str], ...] = ((0.04, 0.12, "First words"), (0.2, 0.1, "Grüße"))
    chapters: tuple[tuple[float, float, str], ...] = ()
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    cover: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    container: dict[str, str] = field(default_factory=dict)
    still: bool = False
    pictures: Sequence[np.ndarray] = ()  # instead of those that are drawn


def draw(kind: Kind) -> list[np.ndarray]:
    """Soft waves with an edge that wander two pixels each picture, so that every picture is another."""
    if kind.pictures:
        return list(kind.pictures)
    width, height = kind.size
    across, down = np.meshgrid(np.linspace(0, 5, width + 2 * kind.frames), np.linspace(0, 4, height))
    waves = np.stack([np.sin(across * 2 + down), np.cos(down * 2 - across), np.sin(across + 1)], axis=2)
    wide = np.rint(255 * (0.4 + 0.35 * waves + 0.15 * (across > 2.5)[:, :, None])).astype(np.uint8)
    step = 0 if kind.still else 2
    return [np.ascontiguousarray(wide[:, step * n : step * n + width]) for n in range(kind.frames)]


def make(path: Path, kind: Kind) -> Path:
    """Write a clip of that kind; the container follows the path's suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", container_options=kind.container) as out:
        out.metadata.update(kind.metadata)
        out.set_chapters(
            [
                {
                    "id": number + 1, "start": round(start * 1000), "end": round(end * 1000),
                    "time_base": Fraction(1, 1000), "metadata": {"title": title},
                }
                for number, (start, end, title) in enumerate(kind.chapters)
            ]
        )  # fmt: skip
        pictures = _pictures(out, kind)
        sounds = [_sound(out, sound) for sound in kind.sounds]
        texts = [_text(out, codec) for codec in kind.subtitles]
        for name, mime, data in kind.attachments:
            out.add_attachment(name, mime, data)
        cover = _cover(out) if kind.cover else None
        out.start_encoding()
        if cover is not None:
            _put_cover(out, cover)
        for stream, codec in zip(texts, kind.subtitles, strict=True):
            _put_texts(out, stream, codec, kind)
        for stream, sound in zip(sounds, kind.sounds, strict=True):
            _put_sound(out, stream, sound, kind)
        _put_pictures(out, pictures, kind)
    return path


def _pictures(out: Any, kind: Kind) -> Any:
    encoder, settings = ENCODERS[kind.codec]
    stream = out.add_stream(encoder, rate=kind.rate, options={**settings, **kind.settings})
    stream.width, stream.height = kind.size
    stream.pix_fmt = kind.pixel_format
    stream.codec_context.time_base = kind.time_base or Fraction(1, 12_800)
    if kind.codec in ("mpeg4", "mpeg2", "ffv1", "mjpeg") and kind.time_base is None:
        stream.codec_context.time_base = 1 / Fraction(kind.rate)
    stream.codec_context.sample_aspect_ratio = kind.shape
    stream.color_range, stream.color_primaries, stream.color_trc, stream.colorspace = kind.colour
    if kind.rotation or kind.mirrored:
        stream.set_display_rotation(kind.rotation, hflip=kind.mirrored)
    if kind.interlaced:
        stream.codec_context.flags |= 1 << 18 | 1 << 29
        stream.codec_context.options = {
            **settings,
            "x264-params": "tff=1" if kind.interlaced == "top" else "bff=1",
        }
    return stream


def _put_pictures(out: Any, stream: Any, kind: Kind) -> None:
    tick = stream.codec_context.time_base
    times = kind.times if kind.times is not None else [n / Fraction(kind.rate) for n in range(kind.frames)]
    matrix = {9: Colorspace.BT2020, 1: Colorspace.ITU709}.get(kind.colour[3], Colorspace.ITU601)
    for pixels, time in zip(draw(kind), times, strict=True):
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
            format=kind.pixel_format, dst_colorspace=matrix, dst_color_range=kind.colour[0] or 1,
            interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND, threads=1,
        )  # fmt: skip
        frame.pts, frame.time_base = round(Fraction(time) / tick), tick
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _sound(out: Any, sound: Sound) -> Any:
    encoder = {"opus": "libopus", "mp3": "libmp3lame"}.get(sound.codec, sound.codec)
    options = {"strict": "experimental"} if sound.codec == "vorbis" else {}
    stream = out.add_stream(encoder, rate=sound.rate, layout=sound.layout, options=options)
    stream.metadata["language"] = sound.language
    return stream


def _put_sound(out: Any, stream: Any, sound: Sound, kind: Kind) -> None:
    seconds = (
        kind.frames / Fraction(kind.rate)
        if kind.times is None
        else Fraction(max(kind.times)) + Fraction(1, 5)
    )
    count = int(seconds * sound.rate)
    wave = 0.2 * np.sin(np.arange(count) * 2 * np.pi * 440 / sound.rate)
    channels = len(av.AudioLayout(sound.layout).channels)
    frame = av.AudioFrame.from_ndarray(
        np.repeat(wave[None, :], channels, axis=0).astype(np.float32), format="fltp", layout=sound.layout
    )
    frame.sample_rate, frame.pts, frame.time_base = (
        sound.rate,
        round(sound.delay * sound.rate),
        Fraction(1, sound.rate),
    )
    size = stream.codec_context.frame_size or 1024
    resampler = av.AudioResampler(stream.codec_context.format, sound.layout, sound.rate, frame_size=size)
    for part in [*resampler.resample(frame), *resampler.resample(None)]:
        out.mux(stream.encode(part))
    out.mux(stream.encode(None))


def _text(out: Any, codec: str) -> Any:
    if codec in ("mov_text", "ass"):
        stream = out.add_stream(codec)
        stream.codec_context.subtitle_header = ASS_HEADER
        stream.codec_context.time_base = Fraction(1, 1000)
    else:
        stream = out.add_mux_stream(codec)
    stream.metadata["language"] = "deu"
    return stream


def _put_texts(out: Any, stream: Any, codec: str, kind: Kind) -> None:
    for number, (start, length, words) in enumerate(kind.texts):
        data = words.encode()
        if codec == "mov_text":
            data = len(data).to_bytes(2, "big") + data
        if codec == "ass":
            data = f"{number},0,Default,,0,0,0,,{words}".encode()
        packet = av.Packet(data)
        packet.stream, packet.time_base = stream, Fraction(1, 1000)
        packet.pts = packet.dts = round(start * 1000)
        packet.duration = round(length * 1000)
        packet.is_keyframe = True
        out.mux(packet)


def _cover(out: Any) -> Any:
    stream = out.add_stream("mjpeg", rate=1)
    stream.width, stream.height, stream.pix_fmt = 32, 32, "yuvj420p"
    stream.disposition = 1 << 10
    return stream


def _put_cover(out: Any, stream: Any) -> None:
    frame = av.VideoFrame.from_ndarray(texture(32, 32), format="rgb24").reformat(format="yuvj420p")
    frame.pts = 0
    out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


@dataclass(frozen=True)
class Times:
    """When a track's packets are shown, from the clip's start, and one hash over their bytes."""

    kind: str
    codec: str
    shown: tuple[float, ...]
    digest: str


def contents(path: Path) -> list[Times]:
    """What each track of a file holds, in the order of the tracks."""
    with av.open(str(path)) as source:
        zero = Fraction(source.start_time or 0, 1_000_000)
        streams = [stream for stream in source.streams if stream.type in ("video", "audio", "subtitle")]
        shown: dict[int, list[Fraction]] = {stream.index: [] for stream in streams}
        hashes = {stream.index: hashlib.sha256() for stream in streams}
        for packet in source.demux(streams):
            if packet.size and not (packet.stream.type == "video" and packet.is_discard):
                shown[packet.stream.index].append((packet.pts or 0) * packet.time_base - zero)
                hashes[packet.stream.index].update(bytes(packet))
        return [
            Times(
                stream.type, stream.codec_context.name if stream.codec_context else "",
                tuple(float(time) for time in sorted(shown[stream.index])), hashes[stream.index].hexdigest(),
            )
            for stream in streams
        ]  # fmt: skip


def pictures(path: Path) -> list[np.ndarray]:
    """All pictures of a file as an independent decoder shows them: planes as they are coded."""
    with av.open(str(path)) as source:
        stream = source.streams.video[0]
        return [
            np.concatenate([np.frombuffer(plane, np.uint8) for plane in frame.planes])
            for frame in source.decode(stream)
        ]


def places(path: Path) -> list[Place]:
    """Where the packets of a file's pictures lie in it."""
    with av.open(str(path)) as source:
        return [
            Place(packet.pos, packet.size) for packet in source.demux(video=0) if packet.pos and packet.size
        ]


def with_hole(path: Path, target: Path, size: int, *, cut: bool, picture: int = 70) -> Path:
    """A copy in which so many bytes, from a little after where a picture begins, are cut out, or nothing but zeros."""
    data = path.read_bytes()
    start = places(path)[picture].start + 9
    target.write_bytes(data[:start] + (b"" if cut else bytes(size)) + data[start + size :])
    return target
