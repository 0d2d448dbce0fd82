"""Putting a result together: the new pictures, and all that is carried along from the clip."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from afterglow.errors import CannotWrite, UnreadableFile
from afterglow.image.landing import REASONS, told_of
from afterglow.video.alive import BEAT, Sign, signs
from afterglow.video.carrying import Carriers, Window
from afterglow.video.clip import Chapter, Ratio
from afterglow.video.codecs import CODECS
from afterglow.video.containers import CONTAINERS
from afterglow.video.encoding import Coding, configure
from afterglow.video.opening import opened
from afterglow.video.packets import Coded, checksum_of, coded_in
from afterglow.video.tracks import Fate

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.video.stream import VideoStream

Send = Callable[[dict[str, Any]], None]

STEP = 1.0  # seconds of the clip after which it is said how far it got


@dataclass(frozen=True)
class Assembly:
    """All that a result is made of. `depth` is how many pictures a decoder must hold back."""

    source: str
    part: str
    target: str
    container: str
    coding: Coding
    segments: tuple[tuple[str, int], ...]  # files of packets and their checksums
    frames: int
    depth: int
    zero: Ratio
    index: int
    begin: float | None = None
    end: float | None = None
    fates: tuple[Fate, ...] = ()
    audio_bit_rate: int = 0
    chapters: tuple[Chapter, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    strip: bool = False  # leave out what tracks are called, too


def assemble(assembly: Assembly, send: Send) -> dict[str, Any]:
    """Write the result to its part file, synced, and look at what was written; what there is to say of it."""
    part, alive = Path(assembly.part), signs(send)
    with told_of(Path(assembly.target)):
        try:
            notes = _write(assembly, part, send, alive)
            _sync(part, alive)
        except av.FFmpegError as error:
            if (
                error.errno in REASONS and error.errno != errno.EINVAL
            ):  # which muxers say of what they hold, too
                raise OSError(error.errno, os.strerror(error.errno)) from error
            label = CONTAINERS[assembly.container].label
            raise CannotWrite(
                f"{label} does not take what this clip holds ({error.strerror or error})",
                "Write an .mkv instead, or drop the sound or the subtitles.",
            ) from error
    _check(assembly, part, alive)
    return {"notes": notes}


def _write(assembly: Assembly, part: Path, send: Send, alive: Sign) -> list[str]:
    container = CONTAINERS[assembly.container]
    with (
        opened(Path(assembly.source)) as source,
        av.open(
            f"file:{os.path.abspath(part)}", "w", format=container.muxer,
            container_options=_settings(assembly),
        ) as result,
    ):  # fmt: skip
        result.metadata.update(assembly.metadata)
        result.set_chapters(
            [_as_chapter(number, chapter) for number, chapter in enumerate(assembly.chapters)]
        )
        pictures = _add_pictures(result, source, assembly)
        zero = Fraction(*assembly.zero)
        window = Window(zero, _fraction(assembly.begin), _fraction(assembly.end))
        carriers = Carriers(
            Path(assembly.source),
            source,
            result,
            assembly.fates,
            window,
            assembly.audio_bit_rate,
            assembly.strip,
        )
        result.start_encoding()
        _interleave(result, pictures, carriers, assembly, send, alive)
        return carriers.notes


def _settings(assembly: Assembly) -> dict[str, str]:
    """What the muxer is told. MP4 and MOV count delays in milliseconds unless told to count in finer steps."""
    settings = dict(CONTAINERS[assembly.container].settings)
    if assembly.container in ("mp4", "mov"):
        ticks = assembly.coding.time_base[1]
        settings["movie_timescale"] = str(ticks if 1000 <= ticks <= 1_000_000 else 90_000)
    return settings


def _add_pictures(result: OutputContainer, source: InputContainer, assembly: Assembly) -> VideoStream:
    """The stream of new pictures. Its encoder is opened for the header it makes, and never gets a picture."""
    codec = CODECS[assembly.coding.codec]
    stream: Any = result.add_stream(codec.encoder, rate=Fraction(*assembly.coding.rate))
    configure(stream.codec_context, assembly.coding, header_only=True)
    stream.time_base = Fraction(*assembly.coding.time_base)
    if codec.tag and assembly.container in ("mp4", "mov"):
        stream.codec_context.codec_tag = codec.tag
    came = source.streams[assembly.index]
    stream.disposition = came.disposition
    if not assembly.strip:
        kept = ("language", "title", "timecode")
        stream.metadata.update({key: came.metadata[key] for key in kept if key in came.metadata})
    made: VideoStream = stream
    return made


def _interleave(
    result: OutputContainer,
    pictures: VideoStream,
    carriers: Carriers,
    assembly: Assembly,
    send: Send,
    alive: Sign,
) -> None:
    """Mux pictures and tracks in the order of their times."""
    tick = Fraction(*assembly.coding.time_base)
    waiting = _timed(assembly, alive)
    now = next(waiting, None)
    told = Fraction(-1)
    total = assembly.frames or 1
    muxed = 0

    def mux_until(time: Fraction | None) -> None:
        nonlocal now, told, muxed
        while now is not None and (time is None or now[0] * tick <= time):
            result.mux(_packet(*now, tick, pictures))
            muxed += 1
            alive()
            if now[0] * tick > told + STEP:
                told = now[0] * tick
                send({"done": muxed / total})
            now = next(waiting, None)

    for time, mux in carriers.packets(alive):
        mux_until(time)
        mux()
        alive()
        if time > told + STEP:
            told = time
            send({"done": muxed / total})
    mux_until(None)
    carriers.finish()


def _timed(assembly: Assembly, alive: Sign) -> Iterator[tuple[int, Coded]]:
    """All encoded pictures in coded order, each with the time at which it must be decoded.

    Segments were encoded apart, so the encoder's own decoding times would run into each other. Pictures are decoded in
    the order of the times at which they are shown, as many places earlier as a decoder has to hold back.
    """
    tick = Fraction(*assembly.coding.time_base)
    step = max(round(1 / (Fraction(*assembly.coding.rate) * tick)), 1)
    ahead: list[int] = []
    first: int | None = None
    for place, coded in enumerate(_all_coded(assembly, alive)):
        first = coded.pts if first is None else first
        heappush(ahead, coded.pts)
        if place < assembly.depth:
            yield first - (assembly.depth - place) * step, coded
        else:
            yield heappop(ahead), coded


def _all_coded(assembly: Assembly, alive: Sign) -> Iterator[Coded]:
    for name, checksum in assembly.segments:
        path = Path(name)
        if checksum_of(path, alive) != checksum:
            raise UnreadableFile(f"{path.name} of the work so far is damaged", "Run the same command again.")
        yield from coded_in(path)


def _packet(dts: int, coded: Coded, tick: Fraction, stream: VideoStream) -> av.Packet[Any]:
    packet: Any = av.Packet(coded.data)
    packet.stream = stream
    packet.time_base = tick
    packet.pts, packet.dts, packet.duration = coded.pts, dts, coded.duration
    packet.is_keyframe = coded.key
    return packet


def _as_chapter(number: int, chapter: Chapter) -> Any:
    return {
        "id": number + 1,
        "start": round(chapter.start * 1000),
        "end": round(chapter.end * 1000),
        "time_base": Fraction(1, 1000),
        "metadata": {"title": chapter.title} if chapter.title else {},
    }


def _sync(part: Path, alive: Sign) -> None:
    """Have a file on the disk. What a slow one has still to write of it may take minutes."""
    with part.open("rb+") as file, ThreadPoolExecutor(1) as hand:
        synced = hand.submit(os.fsync, file.fileno())
        while wait([synced], timeout=BEAT).not_done:
            alive()
        synced.result()


def _check(assembly: Assembly, part: Path, alive: Sign) -> None:
    """Read what was written and count: a result that is not whole must not get its name."""
    found = 0
    with opened(part) as written:
        for packet in written.demux(written.streams.video[0]):
            found += packet.size > 0
            alive()
    if found != assembly.frames:
        raise CannotWrite(
            f"{Path(assembly.target).name} came out with {found} pictures instead of {assembly.frames}",
            "Write an .mkv instead, and please report this.",
        )


def _fraction(seconds: float | None) -> Fraction | None:
    return None if seconds is None else Fraction(str(seconds))
