"""Enhanced frames made to agree with the frames before them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from afterglow.video.calm.memory import COLOURS, Memory, begun, seen_before, updated
from afterglow.video.calm.motion import motion
from afterglow.video.calm.planes import Planes, planes, shifted
from afterglow.video.calm.trust import noise_of

EVERY = 9  # frames after which a memory is begun anew
OVERLAP = 3  # frames in which the old memory hands over to the new one
LOOKBACK = EVERY + OVERLAP - 1
# Share of the coarse picture that motion leaves unexplained: below 0.1 in pans under noise, above 0.2 across cuts.
CUT = 0.15


class Calm:
    """Averages what stands still or moves along, so that frames enhanced one by one do not flicker.

    Every frame is mixed with a memory of those before it, moved to where things are now and believed only where it
    agrees with the frame but for noise. Videos without noise are left as they are.

    No memory is endless: at each frame whose number divides by `EVERY` a new one begins, and over the next `OVERLAP`
    frames the old one hands over to it. So a frame depends on nothing further back than the `LOOKBACK` frames before
    it: after `next` was called for those, all that follow are the same bytes as without a break.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget all frames: the next one stays as it is."""
        self._before: Planes | None = None
        self._memories: list[Memory] = []

    def next(self, before: np.ndarray, after: np.ndarray, number: int) -> np.ndarray:
        """The frame to show for `after`, which was made from `before`; numbers count the frames of a video.

        After a cut, and where a frame has another size than the last, that is `after` itself.
        """
        frame = planes(after)
        source = planes(before)
        noise = noise_of(source.luma)
        if not _alike(before, after):
            source = frame  # cropped or padded, it shows other places than its source
        last, self._before = self._before, source
        if last is None or not noise or not self._fits(frame) or last.luma.shape != source.luma.shape:
            return self._anew(frame, after)
        found = motion(source.half[:, :, 0], last.half[:, :, 0])
        if found.unlike > CUT:
            return self._anew(frame, after)
        phase = number % EVERY
        if phase >= OVERLAP:
            del self._memories[:-1]
        known = seen_before(source, last, found, noise)
        self._memories = [updated(memory, frame, found, known, noise) for memory in self._memories]
        if phase == 0:
            self._memories = [self._memories[-1], begun(frame)]
        return self._mixed(after, frame, phase)

    def _fits(self, frame: Planes) -> bool:
        return self._memories[-1].luma.shape == frame.luma.shape

    def _anew(self, frame: Planes, after: np.ndarray) -> np.ndarray:
        self._memories = [begun(frame)]
        return after

    def _mixed(self, after: np.ndarray, frame: Planes, phase: int) -> np.ndarray:
        """The frame as the memories have it."""
        new = self._memories[-1]
        luma = new.luma - frame.luma
        colours = [new.half[:, :, tint] - frame.half[:, :, 1 + tint] for tint in COLOURS]
        for old, young in pairwise(self._memories):
            share = np.float32(1 - phase / OVERLAP)
            luma += share * (old.luma - young.luma)
            for tint, colour in zip(COLOURS, colours, strict=True):
                colour += share * (old.half[:, :, tint] - young.half[:, :, tint])
        return shifted(after, luma, colours)


def _alike(before: np.ndarray, after: np.ndarray) -> bool:
    """Whether the two have the same shape, but for scale and rounding."""
    (height, width), (rows, columns) = before.shape[:2], after.shape[:2]
    return abs(columns * height - rows * width) <= width + height
