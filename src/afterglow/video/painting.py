"""Making the pictures of a clip better, several at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import ExitStack
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

import numpy as np

from afterglow.enhance.enhance import enhance
from afterglow.image.image import Image
from afterglow.models.card import ModelCard
from afterglow.models.devices import cores
from afterglow.models.session import Session
from afterglow.models.sessions import Sessions
from afterglow.models.way import CPU, Wish
from afterglow.progress import Cancelled, Progress
from afterglow.video.calm.calm import Calm
from afterglow.video.clip import Frame
from afterglow.video.layout import pixels_of, planes_of
from afterglow.video.planning import ClipPlan

AT_ONCE = 2  # pictures that are worked on

Item = TypeVar("Item")


@dataclass(frozen=True)
class Painting:
    """A picture that is being made better."""

    frame: Frame
    before: np.ndarray
    after: Future[np.ndarray]


class Painter:
    """Begin pictures in order, and finish each in the same order; close it when it is no longer needed.

    On a processor each of the pictures begun has its part of the cores to itself: cores that share one picture wait
    for the slowest of them at every layer, and those that decode or encode beside it are slow.
    """

    def __init__(
        self, planned: ClipPlan, sessions: Sessions, progress: Progress, at_once: int = AT_ONCE
    ) -> None:
        self._planned, self._progress = planned, progress
        self._calm = Calm() if planned.calm else None
        self._closing = Event()
        self._last: Painting | None = None
        self._stack = ExitStack()
        self._models: SimpleQueue[Sessions] = SimpleQueue()
        count = min(at_once, cores())
        for _ in range(count):
            own = self._stack.enter_context(Share(sessions, cores() // count)) if count > 1 else sessions
            self._models.put(own)
        self._hands = ThreadPoolExecutor(count, "painter")

    def begin(self, frame: Frame) -> Painting:
        """Have a picture worked on. One that shows just what the one before did is not computed again."""
        if frame.same and self._last is not None:
            self._last = Painting(frame, self._last.before, self._last.after)
        else:
            before = in_depth(frame.pixels, deep=self._planned.shape.coding.deep)
            self._last = Painting(frame, before, self._hands.submit(self._better, before))
        return self._last

    def finish(self, painting: Painting) -> np.ndarray:
        """The better picture, with the size and depth that will be encoded."""
        after = self._awaited(painting.after)
        if self._calm is not None:
            number = painting.frame.number // self._planned.options.every
            after = self._calm.next(painting.before, after, number)
        return self._grown(after)

    def close(self) -> None:
        """Let go of what is unfinished."""
        self._closing.set()
        self._hands.shutdown(cancel_futures=True)
        self._stack.close()

    def _awaited(self, after: Future[np.ndarray]) -> np.ndarray:
        while True:
            if self._progress.stopped():
                raise Cancelled
            try:
                return after.result(timeout=0.1)
            except NotYet:
                continue

    def _better(self, before: np.ndarray) -> np.ndarray:
        models = self._models.get()
        try:
            if not self._planned.by_fields:
                return self._enhanced(before, models)
            fields = [self._enhanced(before[parity::2], models) for parity in (0, 1)]
        finally:
            self._models.put(models)
        woven = np.empty((2 * fields[0].shape[0], *fields[0].shape[1:]), fields[0].dtype)
        woven[0::2], woven[1::2] = fields
        return woven

    def _enhanced(self, pixels: np.ndarray, models: Sessions) -> np.ndarray:
        planned, progress = self._planned, Progress(stopped=self._closing.is_set)
        made = enhance(Image(pixels), planned.recipe, progress, models, steps=planned.steps)
        return made.image.pixels

    def _grown(self, pixels: np.ndarray) -> np.ndarray:
        """With the last row or column repeated where the codec counts in twos."""
        size = self._planned.shape.coding.size
        down, right = size.height - pixels.shape[0], size.width - pixels.shape[1]
        if not down and not right:
            return pixels
        return pixels_of(np.pad(planes_of(pixels), ((0, 0), (0, down), (0, right)), mode="edge"))


class Share(Sessions):
    """The models that run on a processor, once more, on so many threads; others are shared with all."""

    def __init__(self, whole: Sessions, threads: int) -> None:
        super().__init__()
        self._whole, self._threads = whole, threads

    def open(self, card: ModelCard, wish: Wish | None = None, work_pixels: int | None = None) -> Session:
        chosen = self._whole.open(card, wish, work_pixels)
        if chosen.device != CPU:
            return chosen
        return super().open(card, Wish(chosen.engine, CPU, chosen.precision, threads=self._threads))


def ahead(items: Iterable[Item], count: int = AT_ONCE) -> Iterator[Item]:
    """Items of which so many more are drawn than given."""
    waiting: deque[Item] = deque()
    for item in items:
        waiting.append(item)
        if len(waiting) > count:
            yield waiting.popleft()
    yield from waiting


def in_depth(pixels: np.ndarray, *, deep: bool) -> np.ndarray:
    """Pixels with 16 bits, or with 8."""
    if deep and pixels.dtype == np.uint8:
        return pixels.astype(np.uint16) * np.uint16(257)
    if not deep and pixels.dtype == np.uint16:
        return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return pixels
