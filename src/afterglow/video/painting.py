"""Making one picture of a clip better after the other."""

from __future__ import annotations

import numpy as np

from afterglow.enhance.enhance import enhance
from afterglow.image.image import Image
from afterglow.models.sessions import Sessions
from afterglow.progress import Progress
from afterglow.video.calm.calm import Calm
from afterglow.video.clip import Frame
from afterglow.video.planning import ClipPlan


class Painter:
    """Call it with each picture in order; what it gives has the size and depth that will be encoded."""

    def __init__(self, planned: ClipPlan, sessions: Sessions, progress: Progress) -> None:
        self._planned, self._sessions = planned, sessions
        self._progress = Progress(stopped=progress.stopped)
        self._calm = Calm() if planned.calm else None
        self._before = self._after = np.empty(0)

    def __call__(self, frame: Frame) -> np.ndarray:
        """The better picture. One that shows just what the one before did is not computed again."""
        if not (frame.same and self._after.size):
            self._before = in_depth(frame.pixels, deep=self._planned.shape.coding.deep)
            self._after = self._better(self._before)
        if self._calm is None:
            return self._grown(self._after)
        number = frame.number // self._planned.options.every
        return self._grown(self._calm.next(self._before, self._after, number))

    def _better(self, before: np.ndarray) -> np.ndarray:
        if not self._planned.by_fields:
            return self._enhanced(before)
        fields = [self._enhanced(before[parity::2]) for parity in (0, 1)]
        woven = np.empty((2 * fields[0].shape[0], *fields[0].shape[1:]), fields[0].dtype)
        woven[0::2], woven[1::2] = fields
        return woven

    def _enhanced(self, pixels: np.ndarray) -> np.ndarray:
        planned = self._planned
        made = enhance(Image(pixels), planned.recipe, self._progress, self._sessions, steps=planned.steps)
        return made.image.pixels

    def _grown(self, pixels: np.ndarray) -> np.ndarray:
        """With the last row or column repeated where the codec counts in twos."""
        size = self._planned.shape.coding.size
        down, right = size.height - pixels.shape[0], size.width - pixels.shape[1]
        return np.pad(pixels, ((0, down), (0, right), (0, 0)), mode="edge") if down or right else pixels


def in_depth(pixels: np.ndarray, *, deep: bool) -> np.ndarray:
    """Pixels with 16 bits, or with 8."""
    if deep and pixels.dtype == np.uint8:
        return pixels.astype(np.uint16) * np.uint16(257)
    if not deep and pixels.dtype == np.uint16:
        return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return pixels
