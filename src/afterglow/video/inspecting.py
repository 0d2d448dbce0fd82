"""Finding out what is wrong with a clip while it is decoded."""

from __future__ import annotations

import math
from collections import deque
from itertools import pairwise
from pathlib import Path
from typing import Any

from afterglow.video.clip import Clip, Faults, Stretch
from afterglow.video.holes import Place, is_torn

REORDERED = 16  # pictures that may be read between one and the next that is shown


class Inspector:
    """Is told of each packet and each picture of a stretch, in the order in which they come.

    A place is damaged where pictures cannot be decoded, or are marked as not whole. It is, too, where the file does not
    lead from one packet to the next, but only if pictures are missing there: files are joined and mended in many ways.
    """

    def __init__(self, path: Path, clip: Clip, wanted: Stretch) -> None:
        self.faults = wanted.faults
        self._path, self._clip = path, clip
        self._step = float(1 / clip.fps)
        begin, known = wanted.begin or 0.0, wanted.known
        self._begin = begin if known is None else clip.seconds_at(known) + self._step / 2
        self._end = math.inf if wanted.end is None else wanted.end
        self._shown = self._begin  # until when there are pictures
        self._read = self._begin  # when the last packet is due
        self._last: Place | None = None
        self._torn: list[float] = []  # when what was read is due where pictures may be missing
        self._failed: list[float] = []  # the same of what could not be decoded, and was not counted yet
        self._marked = False
        self._times: deque[float] = deque(maxlen=3)  # of the last pictures
        self._whole = -math.inf  # from when on it is another place

    def read(self, packet: Any) -> None:
        """The next packet, before it is decoded."""
        due = packet.pts if packet.pts is not None else packet.dts
        if due is not None:  # what is damaged may claim to be due in a thousand years
            self._read = min(self._clip.seconds_at(due), self._shown + REORDERED * self._step)
        place = None if packet.pos is None or not packet.size else Place(packet.pos, packet.size)
        torn = place and self._last and is_torn(self._path, self._clip.container, self._last, place)
        if torn or packet.is_corrupt:
            self._torn.append(self._read)
        self._last = place or self._last

    def fail(self) -> None:
        """Something could not be decoded."""
        self._torn.append(self._read)
        self._failed.append(self._read)

    def show(self, frame: Any) -> None:
        """The next picture, as the decoder gave it."""
        time, marked = self._clip.seconds_at(frame.pts), bool(frame.is_corrupt)
        since, until = max(self._shown, self._begin), min(time, self._end)
        if until - since > self._step / 2 and (marked or self._marked or self._is_torn_before(time)):
            self.faults += Faults(missing=until - since)
            self._hurt(since, until)
        if marked:
            self._hurt(time, time)
        self._marked = marked
        if not self._times or time > self._times[-1]:  # what could not be put in order comes late
            self._times.append(time)
        self._shown = max(self._shown, time + self._lasts(frame))
        self._pass(self._shown - self._step / 2)

    def end(self) -> None:
        """There are no more pictures."""
        self._pass(math.inf)

    def _lasts(self, frame: Any) -> float:
        """How long a picture is shown; where that is not told, as long as one of the last two was."""
        if frame.duration:
            return float(frame.duration * self._clip.tick)
        between = [later - time for time, later in pairwise(self._times)]
        return min(between, default=self._step)

    def _is_torn_before(self, time: float) -> bool:
        """Is there a sign that pictures between the last and the one shown now were lost?"""
        near = REORDERED * self._step
        return any(self._shown - near < due <= time + near for due in self._torn)

    def _pass(self, time: float) -> None:
        """What failed until then is counted, and what was torn long before is forgotten."""
        for due in self._failed:
            if due <= time:
                self._hurt(due, due)
        self._failed = [due for due in self._failed if due > time]
        self._torn = [due for due in self._torn if due > time - REORDERED * self._step]

    def _hurt(self, since: float, until: float) -> None:
        """The clip is damaged there: in the same place as before, unless many pictures were whole between."""
        if self._begin - 1e-6 <= since < self._end:
            self.faults += Faults(places=int(since > self._whole))
            self._whole = until + REORDERED * self._step
