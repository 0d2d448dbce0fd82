"""The course of the work for the clip looked at: its picture as it is, then the same made better."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from afterglow.desktop.bridge import Bridge, Task
from afterglow.desktop.panels.video import looking
from afterglow.desktop.panels.video.state import Clips, OpenClip, Wanted
from afterglow.errors import AfterglowError
from afterglow.progress import Progress

if TYPE_CHECKING:
    from afterglow.desktop.widgets.raster import Raster
    from afterglow.models.sessions import Sessions
    from afterglow.video.clip import Clip

SOON = 150  # milliseconds after a change until work begins, for the next may follow


class Course(QObject):
    """Starts what is to be done next for `state`, stops what no longer is, and says what has come of it."""

    opened = Signal(object)  # Raster of the picture as it is
    previewed = Signal(object)  # Raster of the same made better
    advanced = Signal()
    failed = Signal(object)  # AfterglowError

    def __init__(self, bridge: Bridge, state: Clips) -> None:
        super().__init__()
        self._bridge, self._state = bridge, state
        self._sessions: Sessions | None = None
        self._tasks: dict[str, Task[Any]] = {}
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

    def stop(self) -> None:
        """Leave off what is under way."""
        self._soon.stop()
        for task in self._tasks.values():
            task.stop()
        self._state.progress = None

    def _go_on(self) -> None:
        clip = self._state.current
        if clip is None:
            return
        if self._state.seen != (clip.path, clip.seconds):
            self._open(clip)
        elif self._live and not self._state.ready:
            self._make()

    def _open(self, clip: OpenClip) -> None:
        path, seconds = clip.path, clip.seconds

        def work(progress: Progress) -> tuple[Clip, Raster]:
            from afterglow.desktop.widgets.raster import raster_of

            opened = looking.open_clip(path, seconds, progress)
            return opened.clip, raster_of(opened.picture)

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
        wanted = self._state.wanted
        if wanted is None:
            return
        self._state.progress = 0.0

        def work(progress: Progress) -> Raster:
            from afterglow.desktop.widgets.raster import raster_of

            return raster_of(looking.make_better(wanted, self._models(), progress))

        self._start("make", work, lambda raster: self._take(wanted, raster), self._fail)
        self.advanced.emit()

    def _take(self, wanted: Wanted, raster: Raster) -> None:
        self._state.made, self._state.progress = wanted, None
        self.previewed.emit(raster)

    def _models(self) -> Sessions:
        """The models loaded for previews; asked for in the one lane that runs them."""
        from afterglow.models.sessions import Sessions

        self._sessions = self._sessions or Sessions()
        return self._sessions

    def _start(
        self,
        name: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[AfterglowError], object],
    ) -> None:
        for task in self._tasks.values():
            task.stop()
        self._state.progress = self._state.progress if name == "make" else None
        self._tasks[name] = self._bridge.start(work, done, failed, advanced=self._advance, lane="clip")

    def _advance(self, done: float) -> None:
        if self._state.progress is not None:
            self._state.progress = done
            self.advanced.emit()

    def _fail(self, problem: AfterglowError) -> None:
        self._state.progress = None
        self.failed.emit(problem)
