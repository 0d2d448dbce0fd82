"""Carrying sound, subtitles, covers and attachments from a clip into its result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import av

from afterglow.video.alive import Sign
from afterglow.video.demuxing import APART, due, packets_from
from afterglow.video.opening import opened
from afterglow.video.sounding import NewSound
from afterglow.video.tracks import Fate

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

PAUSES = {"mov_text": b"\0\0"}  # what muxers write between subtitles, and would write twice
ASS_HEADER = (
    b"[Script Info]\r\nScriptType: v4.00+\r\n\r\n[V4+ Styles]\r\nFormat: Name, Fontname, Fontsize, PrimaryColour, "
    b"SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, "
    b"BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\r\nStyle: Default,Arial,16,"
    b"&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1\r\n\r\n[Events]\r\nFormat: Layer, Start, End, "
    b"Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n"
)


@dataclass(frozen=True)
class Window:
    """The part of the clip that is kept, and what its clock says at the clip's start; all in seconds."""

    zero: Fraction
    begin: Fraction | None = None
    end: Fraction | None = None

    @property
    def origin(self) -> Fraction:
        """What the clip's clock says where the result's says 0."""
        return self.zero + (self.begin or 0)

    def is_over(self, time: Fraction) -> bool:
        """Is the part that is kept over by that time of the result?"""
        return self.end is not None and time >= self.end - (self.begin or 0)

    def trimmed(self, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
        """The part of something that is kept, by its times in the result."""
        over = end if self.end is None else self.end - (self.begin or 0)
        return (start if self.begin is None else max(start, Fraction(0))), min(end, over)

    def shows(self, start: Fraction, end: Fraction) -> bool:
        """Does something lie in the part that is kept, by its times in the result?"""
        if self.begin is not None and end <= 0:
            return False
        return not self.is_over(start)


class Carriers:
    """All tracks that come along; `notes` says what they lost on the way."""

    def __init__(
        self,
        path: Path,
        source: InputContainer,
        result: OutputContainer,
        fates: tuple[Fate, ...],
        window: Window,
        bit_rate: int,
        strip: bool,
    ) -> None:
        self.notes: list[str] = []
        self._path, self._source, self._result, self._window, self._strip = (
            path,
            source,
            result,
            window,
            strip,
        )
        self._handlers: dict[int, Callable[[Any], None]] = {}
        self._ends: list[Callable[[], None]] = []
        self._last: dict[int, Fraction] = {}
        self._covers: set[int] = set()
        for fate in fates:
            self._add(fate, source.streams[fate.index], bit_rate)

    def packets(self, alive: Sign) -> Iterator[tuple[Fraction, Callable[[], None]]]:
        """Each packet's time in the result and what muxes it, in the order of the clip."""
        if not self._handlers:
            return
        sounds = [index for index in self._handlers if self._source.streams[index].type == "audio"]
        others = [index for index in self._handlers if index not in sounds]
        late = self._window.origin if (self._window.begin or 0) > APART else None
        try:
            for packet in packets_from(self._path, self._source, late, sounds, others, alive):
                handle = self._handlers[packet.stream.index]
                if packet.stream.index in self._covers:
                    packet.pts = packet.dts = round(self._window.origin / packet.time_base)
                if packet.dts is None and packet.pts is None:
                    continue
                time = due(packet) - self._window.origin
                if self._window.is_over(time - APART):
                    return
                yield time, lambda packet=packet, handle=handle: handle(packet)  # type: ignore[misc]
        except av.FFmpegError:
            self.notes.append("The clip's sound and subtitles are damaged somewhere, and end there.")

    def finish(self) -> None:
        """Let encoders give what is still inside them."""
        for end in self._ends:
            end()

    def _add(self, fate: Fate, came: Stream, bit_rate: int) -> None:
        if fate.way == "attach":
            self._attach(came)
        elif fate.way == "cover":
            self._add_cover(came)
        elif fate.way == "text":
            self._handlers[fate.index] = self._text(came, fate.codec)
        elif fate.way == "encode":
            self._handlers[fate.index] = self._sound(came, fate.codec, bit_rate)
        else:
            made = self._result.add_stream_from_template(came, opaque=True)
            self._named(made, came)
            copy = self._copy_words if came.type == "subtitle" else self._copy
            self._handlers[fate.index] = lambda packet: copy(packet, made)

    def _named(self, made: Any, came: Stream) -> None:
        made.disposition = came.disposition
        if not self._strip:
            kept = ("language", "title")
            made.metadata.update({key: came.metadata[key] for key in kept if key in came.metadata})

    def _copy(self, packet: Any, made: Any) -> None:
        if self._shifted(packet):
            self._mux(packet, made)

    def _copy_words(self, packet: Any, made: Any) -> None:
        if bytes(packet) != PAUSES.get(_name(packet.stream)) and self._shifted(packet):
            self._trim(packet)
            self._mux(packet, made)

    def _trim(self, packet: Any) -> None:
        """Let words that were there before be there from the start, and no longer than the pictures."""
        tick = packet.time_base
        start, end = self._window.trimmed(packet.pts * tick, (packet.pts + (packet.duration or 0)) * tick)
        packet.pts = packet.dts = round(start / tick)
        packet.duration = round((end - start) / tick) if packet.duration else 0

    def _shifted(self, packet: Any) -> bool:
        """Set a packet's times to the result's; is it in the part that is kept?"""
        tick = packet.time_base
        origin = round(self._window.origin / tick)
        stamp = packet.pts if packet.pts is not None else packet.dts
        start, length = (stamp - origin) * tick, (packet.duration or 0) * tick
        if not self._window.shows(start, start + length):
            return False
        packet.pts = stamp - origin
        packet.dts = packet.pts if packet.dts is None else packet.dts - origin
        return True

    def _mux(self, packet: Any, made: Any) -> None:
        packet.stream = made
        last = self._last.get(made.index)
        if last is not None and packet.dts * packet.time_base <= last:
            packet.dts = int(last // packet.time_base) + 1  # muxers refuse time that stands still
            packet.pts = max(packet.pts, packet.dts)
        self._last[made.index] = packet.dts * packet.time_base
        self._result.mux(packet)

    def _attach(self, came: Any) -> None:
        made = self._result.add_attachment(
            came.name or "attachment", came.mimetype or "application/octet-stream", came.data
        )
        self._named(made, came)

    def _add_cover(self, came: Any) -> None:
        if self._result.format.name == "matroska":
            picture = _first_packet(self._path, came.index)
            if picture:
                kind = "png" if came.codec_context.name == "png" else "jpeg"
                name = came.metadata.get("filename") or f"cover.{'jpg' if kind == 'jpeg' else kind}"
                self._result.add_attachment(PurePath(name).name, f"image/{kind}", picture)
            return
        made = self._result.add_stream_from_template(came, opaque=True)
        self._named(made, came)
        self._covers.add(came.index)
        self._handlers[came.index] = lambda packet: self._mux_cover(packet, made)

    def _mux_cover(self, packet: Any, made: Any) -> None:
        packet.pts = packet.dts = 0
        packet.stream = made
        self._result.mux(packet)

    def _text(self, came: Any, codec: str) -> Callable[[Any], None]:
        """Subtitles as plain text in another container's own form."""
        if codec == "mov_text":
            made: Any = self._result.add_stream(codec)
            made.codec_context.subtitle_header = ASS_HEADER
            made.codec_context.time_base = Fraction(1, 1000)
        else:
            made = self._result.add_mux_stream(codec)
        self._named(made, came)
        kind = came.codec_context.name

        def write(packet: Any) -> None:
            text = plain_text(bytes(packet), kind).encode()
            if not text or not self._shifted(packet):
                return
            self._trim(packet)
            data = len(text).to_bytes(2, "big") + text if codec == "mov_text" else text
            written: Any = av.Packet(data)
            written.time_base = packet.time_base
            written.pts, written.dts, written.duration = packet.pts, packet.pts, packet.duration
            written.is_keyframe = True
            self._mux(written, made)

        return write

    def _sound(self, came: Any, codec: str, bit_rate: int) -> Callable[[Any], None]:
        """A track of sound decoded and encoded anew."""
        made = NewSound(came, self._result, codec, bit_rate)
        self.notes += filter(None, [made.note])
        self._named(made.stream, came)

        def put(packets: Iterator[Any]) -> None:
            for packet in packets:
                self._mux(packet, made.stream)

        def write(packet: Any) -> None:
            try:
                decoded = packet.decode()
            except av.error.InvalidDataError:
                return
            for frame in decoded:
                if frame.pts is None:
                    continue
                tick = frame.time_base
                start = frame.pts * tick - self._window.origin
                if self._window.shows(start, start + Fraction(frame.samples, frame.sample_rate)):
                    frame.pts = round(start / tick)
                    put(made.encoded(frame))

        self._ends.append(lambda: put(made.rest()))
        return write


def _first_packet(path: Path, index: int) -> bytes:
    """What a track begins with, read apart: not every file that was read into can be led back to its start."""
    with opened(path) as source:
        return next((bytes(packet) for packet in source.demux(source.streams[index]) if packet.size), b"")


def plain_text(data: bytes, codec: str) -> str:
    """The words of one subtitle, without styles."""
    if codec == "mov_text":
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
    text = data.decode("utf-8", errors="replace").strip("\0")
    if codec in ("ass", "ssa"):
        text = text.split(",", 8)[-1] if text.count(",") >= 8 else text
        text = re.sub(r"\{[^}]*\}", "", text).replace(r"\N", "\n").replace(r"\n", "\n").replace(r"\h", " ")
    return re.sub(r"</?[a-zA-Z][^>]*>", "", text).strip("\r\n")


def _name(stream: Any) -> str:
    return str(stream.codec_context.name) if stream.codec_context is not None else ""
