"""The course of the work for the clip looked at: its picture as it is, then the same made better."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from afterglow.desktop.bridge import Bridge
from afterglow.desktop.panels.video import looking
from afterglow.desktop.panels.video.state import Advice, Clips, OpenClip, Wanted
from afterglow.desktop.screen import Screen
from afterglow.desktop.tasks import Tasks
from afterglow.enhance.recipe import AUTO
from afterglow.errors import AfterglowError
from afterglow.progress import Progress

if TYPE_CHECKING:
    from afterglow.desktop.widgets.raster import Raster
    from afterglow.video.clip import Clip

SOON = 150  # milliseconds after a change until work begins, for the next may follow


class Course(QObject):
    """Starts what is to be done next for `state`, stops what no longer is, and says what has come of it."""

    opened = Signal(object)  # Raster of the picture as it is
    previewed = Signal(object)  # Raster of the same made better
    advised = Signal()
    advanced = Signal()
    failed = Signal(object)  # AfterglowError

    def __init__(self, bridge: Bridge, screen: Screen, state: Clips) -> None:
        super().__init__()
        self._screen, self._state, self._tasks = screen, state, Tasks(bridge)
        self._asked_for_advice: tuple[OpenClip, tuple[str, ...]] | None = None
        self._live = True
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._go_on)

    def ask(self, live: bool) -> None:
        """Something else is looked at or asked for; with `live`, the preview follows by itself."""
        self._live = live
        self._soon.start()

    def preview(self) -> None:
        """Make the picture better that is looked at, now."""
        self._live = True
        self._go_on()

    def give_way(self) -> None:
        """Another picture is shown already: nothing comes in its place until something is asked."""
        self._soon.stop()
        self._tasks.stop("open", "make")
        self._state.progress = None

    def stop(self) -> None:
        """Leave off what is under way."""
        self._soon.stop()
        self._tasks.stop()
        self._state.progress = self._asked_for_advice = None

    def _go_on(self) -> None:
        clip = self._state.current
        if clip is None:
            return
        if self._state.seen != (clip.path, clip.seconds):
            self._open(clip)
            return
        wanted = self._state.wanted
        advised = wanted is None or clip.advice_for == wanted.advice_for
        if wanted and not advised and self._asked_for_advice != (clip, wanted.advice_for):
            self._advise(clip, wanted)
        if self._live and not self._state.ready and (advised or self._state.recipe.model != AUTO):
            self._make()

    def _advise(self, clip: OpenClip, wanted: Wanted) -> None:
        """Find out what helps this clip: a look at some of its pictures, before the preview that needs it."""
        self._asked_for_advice = (clip, wanted.advice_for)

        def done(advice: Advice) -> None:
            clip.advice, clip.advice_for = advice, wanted.advice_for
            self.advised.emit()
            self._go_on()

        self._tasks.start(
            "advise", lambda progress: looking.advise(wanted, progress), done, self._fail, lane="clip advice"
        )

    def _open(self, clip: OpenClip) -> None:
        path, seconds, screen = clip.path, clip.seconds, self._screen.profile

        def work(progress: Progress) -> tuple[Clip, Raster]:
            from afterglow.desktop.widgets.raster import raster_of

            opened = looking.open_clip(path, seconds, progress)
            return opened.clip, raster_of(opened.picture, screen)

        def done(found: tuple[Clip, Raster]) -> None:
            clip.clip, clip.problem = found[0], None
            self._state.seen, self._state.made = (path, seconds), None
            self.opened.emit(found[1])
            self._go_on()

        def failed(problem: AfterglowError) -> None:
            clip.problem = problem
            self._fail(problem)

        self._start("open", work, done, failed)

    def _make(self) -> None:
        wanted, clip = self._state.wanted, self._state.current
        if wanted is None or clip is None:
            return
        advice, screen = clip.advice, self._screen.profile
        self._state.progress = 0.0

        def work(progress: Progress) -> Raster:
            from afterglow.desktop.widgets.raster import raster_of

            better = looking.make_better(wanted, advice, self._tasks.models(), progress)
            return raster_of(better, screen)

        self._start("make", work, lambda raster: self._take(wanted, raster), self._fail)
        self.advanced.emit()

    def _take(self, wanted: Wanted, raster: Raster) -> None:
        self._state.made, self._state.progress = wanted, None
        self.previewed.emit(raster)

    def _start(
        self,
        name: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[AfterglowError], object],
    ) -> None:
        progress = self._state.progress if name == "make" else None
        self.give_way()
        self._state.progress = progress
        self._tasks.start(name, work, done, failed, advanced=self._advance, lane="clip")

    def _advance(self, done: float) -> None:
        if self._state.progress is not None:
            self._state.progress = done
            self.advanced.emit()

    def _fail(self, problem: AfterglowError) -> None:
        self._state.progress = self._asked_for_advice = None
        self.failed.emit(problem)
