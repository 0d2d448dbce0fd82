"""Making all pictures of a result, segment by segment, from wherever an earlier run got to."""

from __future__ import annotations

import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from afterglow.errors import UnreadableFile
from afterglow.models.sessions import Sessions
from afterglow.progress import Cancelled, Progress
from afterglow.video.clip import Clip, Frame, Stretch
from afterglow.video.painting import Painter
from afterglow.video.planning import ClipPlan
from afterglow.video.reader import Reader
from afterglow.video.shape import segment_frames
from afterglow.video.workfolder import Seen, WorkFolder
from afterglow.video.writing import SegmentWriter

Pause = Callable[[], bool]
"""Says whether work is to rest now."""

REMEMBERED = 1  # pictures before a segment that are looked at again to see that the clip is still the same


def make_segments(
    reader: Reader,
    planned: ClipPlan,
    folder: WorkFolder,
    target: Path,
    sessions: Sessions,
    progress: Progress,
    paused: Pause,
) -> list[str]:
    """Have all pictures made and kept in `folder`; what there is to say of it."""
    reader.damaged = 0
    painter = Painter(planned, sessions, progress)
    clock = Clock(reader.clip, planned, folder)
    most = segment_frames(reader.clip, planned.options)
    seen: deque[Frame] = deque(maxlen=REMEMBERED)
    count = 0
    with closing(SegmentWriter(planned.shape.coding, folder, target, progress)) as writer:
        for frame, following in _with_next(_frames_to_go(reader, planned, folder, progress)):
            _rest(paused, progress)
            pixels = painter(frame)
            writer.put(pixels, *clock.stamps(frame, following))
            seen.append(frame)
            count += 1
            if count == most or following is None:
                writer.end_segment(tuple(_seen(one) for one in seen))
                count = 0
            progress(clock.share(frame))
        writer.finish()
    if not folder.segments:
        raise UnreadableFile(
            f"{reader.path.name} shows nothing in that part", "Choose another --from or --to."
        )
    return [_damaged(reader.damaged)] if reader.damaged else []


class Clock:
    """The times of a result: the clip's, counted from the start of what is kept, never standing still."""

    def __init__(self, clip: Clip, planned: ClipPlan, folder: WorkFolder) -> None:
        begin, end = planned.options.stretch
        self._tick = clip.tick
        self._origin = round((Fraction(*clip.zero) + Fraction(str(begin or 0))) / clip.tick)
        self._nominal = max(round(planned.options.every / clip.fps / clip.tick), 1)
        self._every = planned.options.every
        self._length = max((end or clip.seconds) - (begin or 0), 1e-6)
        self._last = folder.segments[-1].last if folder.segments else None

    def stamps(self, frame: Frame, following: Frame | None) -> tuple[int, int]:
        """When a picture is shown, and for how long, in ticks."""
        pts = self._moved(frame)
        self._last = pts
        if following is not None:
            return pts, max(following.pts - self._origin - pts, 1)
        return pts, frame.duration * self._every or self._nominal

    def share(self, frame: Frame) -> float:
        """How much of the whole is done after a picture."""
        return min(float((frame.pts - self._origin) * self._tick) / self._length, 1.0)

    def _moved(self, frame: Frame) -> int:
        pts = frame.pts - self._origin
        return pts if self._last is None else max(pts, self._last + 1)


def _frames_to_go(
    reader: Reader, planned: ClipPlan, folder: WorkFolder, progress: Progress
) -> Iterator[Frame]:
    """The pictures that are not in a segment yet."""
    begin, end = planned.options.stretch
    stretch = Stretch(begin, end, planned.options.every, deinterlace=planned.options.deinterlace)
    if folder.segments:
        known = folder.segments[-1].seen
        there = replace(stretch, first=known[0].pts, number=known[0].number)
        for seek in (True, False):
            frames = reader.frames(replace(there, seek=seek), progress)
            if _are(frames, known):
                yield from frames
                return
        folder.begin(folder.plan)  # the clip does not decode as it did: what was made of it cannot be joined
    yield from reader.frames(stretch, progress)


def _are(frames: Iterator[Frame], known: tuple[Seen, ...]) -> bool:
    """Are the next pictures these?"""
    return all((frame := next(frames, None)) is not None and _seen(frame) == one for one in known)


def _seen(frame: Frame) -> Seen:
    return Seen(frame.number, frame.pts, zlib.crc32(frame.pixels))


def _with_next(frames: Iterator[Frame]) -> Iterator[tuple[Frame, Frame | None]]:
    """Each picture with the one that follows it."""
    frame = next(frames, None)
    while frame is not None:
        following = next(frames, None)
        yield frame, following
        frame = following


def _rest(paused: Pause, progress: Progress) -> None:
    while paused():
        if progress.stopped():
            raise Cancelled
        time.sleep(0.05)


def _damaged(places: int) -> str:
    return f"The clip is damaged in {places} place{'s' * (places > 1)}: what could be shown there is."
