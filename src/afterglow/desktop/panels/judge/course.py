"""The course of the work: pictures are read, laid over one another, judged, and drawn as they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from afterglow.desktop.bridge import Bridge
from afterglow.desktop.panels.judge import looking
from afterglow.desktop.panels.judge.looking import Laid
from afterglow.desktop.panels.judge.state import SIDES, A, B, Opened, Trial
from afterglow.desktop.screen import Screen
from afterglow.desktop.tasks import Tasks
from afterglow.desktop.widgets.raster import Raster, raster_of
from afterglow.errors import AfterglowError
from afterglow.image import read
from afterglow.progress import Progress
from afterglow.score.compare import Comparison as Found
from afterglow.score.compare import compare

Curves = dict[str, dict[str, np.ndarray]]


class Course(QObject):
    """Starts what is to be done next for `state`, stops what no longer is, and says what has come of it."""

    pictured = Signal(str, object)  # a place, and the Raster of what is open there
    opened = Signal()
    refused = Signal(object)  # AfterglowError
    drawn = Signal(object, object)  # the two Rasters that are looked at, and the keys of their names
    advanced = Signal()
    judged = Signal()
    failed = Signal(object)  # AfterglowError

    def __init__(self, bridge: Bridge, screen: Screen, state: Trial) -> None:
        super().__init__()
        self._screen, self._state, self._tasks = screen, state, Tasks(bridge)
        self._laid: Laid | None = None
        self.rasters: dict[str, Raster] = {}
        self.curves: Curves = {}
        screen.changed.append(self.recolour)

    # Opening

    def open(self, side: str) -> None:
        """Read the picture that is asked for at a place."""
        path, screen = self._state.paths[side], self._screen.profile
        self.rasters.pop(side, None)
        self._forget()

        def work(progress: Progress) -> tuple[Opened, Raster]:
            image = read(path)
            return Opened(path, image), raster_of(image, screen, progress)

        def done(made: tuple[Opened, Raster]) -> None:
            self._state.opened[side] = made[0]
            self._picture(side, made[1])
            self.recolour()
            self.opened.emit()

        def failed(problem: AfterglowError) -> None:
            self._state.problems[side] = problem
            self.refused.emit(problem)

        self._start(side, work, done, failed)

    def close(self, side: str) -> None:
        """A place is empty from now on."""
        self._tasks.stop(side)
        self.rasters.pop(side, None)
        self._forget()

    def swap(self) -> None:
        """A is B and B is A."""
        self._forget()
        a, b = self.rasters.pop(A, None), self.rasters.pop(B, None)
        for side, raster in ((A, b), (B, a)):
            if raster:
                self._picture(side, raster)

    def recolour(self) -> None:
        """Have the open pictures made for the screen of now that were made for one of other colours."""
        screen = self._screen.profile
        for side, raster in self.rasters.items():
            if raster.screen != screen:
                work = partial(raster_of, raster.image, screen)
                self._start(
                    f"colours of {side}", work, partial(self._recoloured, side, raster), lane="screen"
                )

    def _recoloured(self, side: str, old: Raster, new: Raster) -> None:
        if self.rasters.get(side) is old:
            self._picture(side, new)
        self.recolour()

    def _picture(self, side: str, raster: Raster) -> None:
        self.rasters[side] = raster
        self.pictured.emit(side, raster)

    # Judging

    def compare(self) -> None:
        """Judge the pictures that are open, if there are two."""
        self._forget()
        if not self._state.ready:
            return
        opened = dict(self._state.opened)
        a, b, reference = (opened[side].image if side in opened else None for side in SIDES)
        self._state.progress = 0.0

        def work(progress: Progress) -> tuple[Found, Curves]:
            assert a is not None
            assert b is not None
            found = compare(a, b, reference, progress=progress.part(0, 0.9))
            return found, looking.curves(opened, progress.part(0.9, 1))

        self._start("laying", partial(looking.laid, opened), self._lay, lane="view")
        self._start("judging", work, self._judge, self._not_judged, self._advance)

    def stop(self) -> None:
        """Leave the comparison; the pictures stay open."""
        self._tasks.stop("judging")
        self._state.progress = None

    def _judge(self, made: tuple[Found, Curves]) -> None:
        self._state.found, self.curves = made
        self._state.progress = None
        self.judged.emit()

    def _not_judged(self, problem: AfterglowError) -> None:
        self._state.progress = None
        self.failed.emit(problem)

    def _advance(self, done: float) -> None:
        self._state.progress = done
        self.advanced.emit()

    def _forget(self) -> None:
        """What was found of other pictures no longer counts."""
        self._tasks.stop("laying", "judging", "drawing")
        self._state.found, self._state.progress, self._laid, self.curves = None, None, None, {}

    # Looking

    def look(self) -> None:
        """Have drawn what is looked at; only what was asked for last is shown."""
        pictures, view, gain = self._laid, self._state.view, self._state.gain
        screen = self._screen.profile
        if pictures is None:
            return

        def work(progress: Progress) -> list[Raster]:
            drawn = looking.drawn(pictures, view, gain, progress.part(0, 0.5))
            return [raster_of(image, screen, progress) for image in drawn]

        names = [f"judge.{side}" for side in (A, B)]
        if view != "pictures":
            names = [
                f"judge.{view}_{side}" if pictures.referenced or side == B else names[0] for side in (A, B)
            ]
        self._start("drawing", work, lambda made: self.drawn.emit(made, names), lane="view")

    def _lay(self, made: Laid) -> None:
        self._laid = made
        self.look()

    # How it runs

    def _start(
        self,
        name: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[AfterglowError], object] | None = None,
        advanced: Callable[[float], object] | None = None,
        lane: str = "judge",
    ) -> None:
        told = failed or self.failed.emit
        self._tasks.start(name, work, done, told, advanced=advanced, lane=f"judge {lane}")
