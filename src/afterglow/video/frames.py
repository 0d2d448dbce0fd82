"""A clip's pictures one after the other, decoded in the guarded process."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from afterglow.errors import UnreadableFile
from afterglow.image.geometry import Size
from afterglow.image.orientation import SWAPS_SIDES, turned_view
from afterglow.video.alive import Sign, unheard
from afterglow.video.clip import Clip, Faults, Frame, Stretch
from afterglow.video.colour import ToRgb, assumed
from afterglow.video.inspecting import Inspector
from afterglow.video.layout import pixels_of
from afterglow.video.looking import picture_stream
from afterglow.video.opening import opened, unreadable

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.filter import Graph
    from av.video.stream import VideoStream

Decoded = Any
"""PyAV's frame; those without a time stamp are left out."""

THREADS = min(4, os.cpu_count() or 1)


class Decoding:
    """The pictures of one file. Those of another size than the clip's first are brought to that.

    Nothing comes of what lies before the stretch or between its pictures, however long that takes to decode: `alive` is
    called meanwhile.
    """

    def __init__(self, path: Path, clip: Clip, wanted: Stretch, alive: Sign = unheard) -> None:
        self._path, self._clip, self._wanted, self._alive = path, clip, wanted, alive
        self._stored = clip.size if clip.orientation not in SWAPS_SIDES else Size(*reversed(clip.size))
        self._to_rgb = ToRgb(assumed(clip.colour, self._stored), self._stored, deep=clip.deep)
        self._resized = 0
        self._inspector = Inspector(path, clip, wanted)

    @property
    def faults(self) -> Faults:
        """What was found wrong so far."""
        return self._inspector.faults + Faults(resized=self._resized)

    def __iter__(self) -> Iterator[Frame]:
        wanted, before, pixels = self._wanted, None, np.empty(0)
        for number, frame in self._numbered():
            if wanted.end is not None and self._clip.seconds_at(frame.pts) >= wanted.end - 1e-6:
                return
            if number % wanted.every:
                continue
            same = before is not None and _alike(before, frame)
            if wanted.known is None or frame.pts > wanted.known:
                self._resized += (frame.width, frame.height) != self._stored
            if not same:
                pixels = self._upright(self._to_rgb(frame))
            before = frame
            yield Frame(number, frame.pts, int(frame.duration or 0), pixels, same, self.faults)

    def _numbered(self) -> Iterator[tuple[int, Decoded]]:
        """Frames from the wanted one on, with their places."""
        wanted = self._wanted
        number = wanted.number if wanted.first is not None else 0
        for frame in self._from(self._start()):
            if wanted.first is not None:
                if frame.pts < wanted.first:
                    continue
            elif wanted.begin is not None and self._clip.seconds_at(frame.pts) < wanted.begin - 1e-6:
                continue
            yield number, frame
            number += 1

    def _start(self) -> int | None:
        """The time stamp to look for; None for the clip's start."""
        wanted, clip = self._wanted, self._clip
        if wanted.first is not None:
            return wanted.first if wanted.seek else None
        if wanted.begin is None or wanted.begin <= 0:
            return None
        return int((wanted.begin + clip.zero[0] / clip.zero[1]) / clip.tick)

    def _from(self, start: int | None) -> Iterator[Decoded]:
        if start is not None:
            frames, first = self._decoded(start), None
            with suppress(UnreadableFile):
                first = next(frames, None)
            if first is not None and first.pts <= start:
                yield first
                yield from frames
                return
        yield from self._decoded(None)  # the file cannot be entered there: walk from its start

    def _decoded(self, start: int | None) -> Iterator[Decoded]:
        with opened(self._path) as container:
            stream = picture_stream(container, self._path)
            stream.thread_type = "AUTO"
            stream.thread_count = THREADS
            self._inspector = Inspector(self._path, self._clip, self._wanted)
            try:
                if start is not None:
                    container.seek(start, stream=stream)
                frames = self._all(container, stream)
                yield from _deinterlaced(frames, stream) if self._wanted.deinterlace else frames
            except (av.FFmpegError, OSError, IndexError) as error:
                raise unreadable(self._path) from error

    def _all(self, container: InputContainer, stream: VideoStream) -> Iterator[Decoded]:
        inspector, shown = self._inspector, 0
        try:
            for packet in container.demux(stream):
                self._alive()
                inspector.read(packet)
                try:
                    for frame in packet.decode():
                        if frame.pts is not None:
                            shown += 1
                            inspector.show(frame)
                            yield frame
                except av.error.InvalidDataError:
                    inspector.fail()  # what can be shown is shown, as players do
        except av.FFmpegError:
            inspector.fail()
        inspector.end()
        if not shown and inspector.faults.places:
            raise UnreadableFile(f"{self._path.name} is damaged all through", "Copy it again.")

    def _upright(self, pixels: np.ndarray) -> np.ndarray:
        if self._clip.orientation == 1:
            return pixels
        canvas = pixels_of(np.empty((3, *reversed(self._clip.size)), pixels.dtype))
        turned_view(canvas, self._clip.orientation)[...] = pixels
        return canvas


def _alike(one: Decoded, other: Decoded) -> bool:
    """Do two frames show exactly the same? Asked of the decoder's planes, which are smaller than RGB."""
    if (one.width, one.height, one.format.name) != (other.width, other.height, other.format.name):
        return False
    return all(
        np.array_equal(np.frombuffer(a, np.uint8), np.frombuffer(b, np.uint8))
        for a, b in zip(one.planes, other.planes, strict=True)
        if a.buffer_size == b.buffer_size
    )


def _deinterlaced(frames: Iterable[Decoded], stream: VideoStream) -> Iterator[Decoded]:
    """Frames whose two fields were one after the other as whole pictures, as many as there were."""
    graph = _graph(stream)
    for frame in frames:
        graph.vpush(frame)
        yield from _pulled(graph, stream)
    graph.vpush(None)
    yield from _pulled(graph, stream)


def _graph(stream: VideoStream) -> Graph:
    graph = av.filter.Graph()
    graph.link_nodes(
        graph.add_buffer(template=stream, time_base=stream.time_base),
        graph.add("bwdif", "mode=send_frame"),
        graph.add("buffersink"),
    ).configure()
    return graph


def _pulled(graph: Graph, stream: VideoStream) -> Iterator[Decoded]:
    """What the filter has ready, in the stream's ticks: it counts in half ones."""
    while True:
        try:
            frame: Decoded = graph.vpull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        ticks = frame.time_base / stream.time_base
        frame.pts, frame.duration = round(frame.pts * ticks), round((frame.duration or 0) * ticks)
        yield frame
