"""Making all pictures of a result, segment by segment, from wherever an earlier run got to."""

from __future__ import annotations

import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np

from afterglow.errors import UnreadableFile
from afterglow.models.sessions import Sessions
from afterglow.progress import Cancelled, Progress
from afterglow.video.calm.calm import LOOKBACK
from afterglow.video.clip import Clip, Frame, Stretch
from afterglow.video.layout import planes_of
from afterglow.video.painting import Painter, ahead
from afterglow.video.planning import ClipPlan
from afterglow.video.reader import Reader
from afterglow.video.shape import segment_frames
from afterglow.video.workfolder import End, Seen, WorkFolder
from afterglow.video.writing import SegmentWriter

UNSHOWN = 2.0  # seconds that a clip may go on without pictures

Pause = Callable[[], bool]
"""Says whether work is to rest now."""


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture of the clip as it was and as it goes into the result; `seconds` is its time in the clip."""

    seconds: float
    before: np.ndarray
    after: np.ndarray


Watch = Callable[[Shown], object]
"""Is shown each picture as it is written; work waits for it."""


def nobody(shown: Shown) -> None:
    """Watches nothing."""


def make_segments(
    reader: Reader,
    planned: ClipPlan,
    folder: WorkFolder,
    target: Path,
    sessions: Sessions,
    progress: Progress,
    paused: Pause,
    watch: Watch = nobody,
) -> list[str]:
    """Have all pictures made and kept in `folder`; what there is to say of it."""
    clock = Clock(reader.clip, planned, folder)
    most = segment_frames(reader.clip, planned.options)
    seen: deque[Seen] = deque(maxlen=LOOKBACK if planned.calm else 1)
    count = 0
    with (
        closing(SegmentWriter(planned.shape.coding, folder, target, progress)) as writer,
        closing(Painter(planned, sessions, progress)) as painter,
    ):
        begun = (
            (painter.begin(frame), following, is_new)
            for frame, following, is_new in _to_make(reader, planned, folder, progress)
            if is_new or planned.calm  # what comes next must agree with what was shown before
        )
        for painting, following, is_new in ahead(begun):
            _rest(paused, progress)
            frame = painting.frame
            pixels = painter.finish(painting)
            seen.append(_seen(frame))
            if not is_new:
                continue
            writer.put(pixels, *clock.stamps(frame, following))
            watch(Shown(reader.clip.seconds_at(frame.pts), painting.before, planned.cropped(pixels)))
            count += 1
            if count == most or following is None:
                writer.end_segment(End(tuple(seen), _checksum(frame), frame.faults))
                count = 0
            progress(clock.share(frame))
        writer.finish()
    if not folder.segments:
        raise UnreadableFile(
            f"{reader.path.name} shows nothing in that part", "Choose another --from or --to."
        )
    told_at_the_end = reader.faults.missing - folder.segments[-1].end.faults.missing
    return [*_notes(reader), *_cut_short(clock.left() - told_at_the_end)]


class Clock:
    """The times of a result: the clip's, counted from the start of what is kept, never standing still."""

    def __init__(self, clip: Clip, planned: ClipPlan, folder: WorkFolder) -> None:
        begin, end = planned.options.stretch
        self._tick = clip.tick
        self._origin = round((Fraction(*clip.zero) + Fraction(str(begin or 0))) / clip.tick)
        self._nominal = max(round(planned.options.every / clip.fps / clip.tick), 1)
        self._every = planned.options.every
        whole = clip.seconds or end or 0.0
        self._length = max(min(end or whole, whole) - (begin or 0), 1e-6)
        self._folder = folder
        self._last: int | None = None

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

    def left(self) -> float:
        """How many seconds would still come after the last picture that was made."""
        return self._length - float(self._folder.segments[-1].until * self._tick)

    def _moved(self, frame: Frame) -> int:
        pts, last = frame.pts - self._origin, self._last
        if last is None and self._folder.segments:
            last = self._folder.segments[-1].last
        return pts if last is None else max(pts, last + 1)


def _to_make(
    reader: Reader, planned: ClipPlan, folder: WorkFolder, progress: Progress
) -> Iterator[tuple[Frame, Frame | None, bool]]:
    """The pictures that are not in a segment yet, each with the next, and before them the last that are."""
    begin, end = planned.options.stretch
    stretch = Stretch(begin, end, planned.options.every, deinterlace=planned.options.deinterlace)
    if folder.segments:
        done = folder.segments[-1]
        seen, faults = done.end.seen, done.end.faults
        there = replace(stretch, first=seen[0].pts, number=seen[0].number, known=seen[-1].pts, faults=faults)
        for seek in (True, False):
            frames = reader.frames(replace(there, seek=seek), progress)
            again = list(islice(frames, len(seen)))
            if _are(again, done.end):
                yield from ((frame, None, False) for frame in again)
                yield from ((*pair, True) for pair in _with_next(frames))
                return
        folder.begin(folder.plan)  # the clip does not decode as it did: what was made of it cannot be joined
    yield from ((*pair, True) for pair in _with_next(reader.frames(stretch, progress)))


def _are(frames: list[Frame], end: End) -> bool:
    """Are these the pictures that a segment ended with?"""
    same = tuple(_seen(frame) for frame in frames) == end.seen
    return same and _checksum(frames[-1]) == end.shown


def _seen(frame: Frame) -> Seen:
    return Seen(frame.number, frame.pts)


def _checksum(frame: Frame) -> int:
    return zlib.crc32(planes_of(frame.pixels).data)


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


def _notes(reader: Reader) -> Iterator[str]:
    places, missing, resized = reader.faults.places, reader.faults.missing, reader.faults.resized
    if places:
        where = "place" if places == 1 else "places"
        yield f"The clip is damaged in {places} {where}: what could be shown there is."
    if missing:
        yield f"The pictures of {missing:.2f} seconds are missing from the clip."
    if resized:
        size = reader.clip.size
        yield f"The clip's pictures change their size: {resized} were brought to the first one's, {size}."


def _cut_short(left: float) -> Iterator[str]:
    if left > UNSHOWN:
        yield f"The pictures end {left:.1f} seconds before the clip does: it may be cut off."
