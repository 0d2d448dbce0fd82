"""The course of the work for the picture looked at: read, advised on, a part of it shown, the whole, its scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from afterglow.desktop.bridge import Bridge
from afterglow.desktop.panels.photos import darkroom
from afterglow.desktop.panels.photos.darkroom import needs
from afterglow.desktop.panels.photos.shown import Result, Shown, as_shown, opened, part_of, sharpened
from afterglow.desktop.panels.photos.state import Photo, Photos
from afterglow.desktop.screen import Screen
from afterglow.desktop.tasks import Tasks
from afterglow.desktop.widgets.comparison import Patch
from afterglow.enhance.recipe import AUTO, Recipe
from afterglow.errors import AfterglowError
from afterglow.progress import Progress

if TYPE_CHECKING:
    from afterglow.desktop.widgets.comparison import Comparison
    from afterglow.score.recommend import Recommendation

SOON = 120  # milliseconds after a change of settings until work begins, for the next may follow
LATER = 500  # until the result is scored


class Course(QObject):
    """Starts what is to be done next for `state`, stops what no longer is, and says what has come of it."""

    opened = Signal(object)  # Shown
    advised = Signal()
    part_made = Signal(object)  # Patch
    result_made = Signal(object)  # Result
    touched_up = Signal(object)  # Patch, sharpened
    scored = Signal()
    advanced = Signal()
    failed = Signal(object)  # AfterglowError

    def __init__(self, bridge: Bridge, screen: Screen, state: Photos, view: Comparison) -> None:
        super().__init__()
        self._screen, self._state, self._view = screen, state, view
        self._tasks = Tasks(bridge)
        self._under_way: Recipe | None = None  # what the models run for now
        self._asked_for_advice: tuple[Photo, str] | None = None
        self.result: Result | None = None
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.develop)
        self._later = QTimer(self, singleShot=True, interval=LATER)
        self._later.timeout.connect(self.score)

    # The steps

    def open(self) -> None:
        """Read the current picture, then ask for advice."""
        self.stop()
        self.result = None
        photo, screen = self._state.current, self._screen.profile
        if photo is None:
            return

        self._start(
            "open",
            lambda progress: opened(photo.path, screen, progress),
            lambda shown: self._take_opened(photo, shown),
            lane="open",
        )

    def advise(self) -> None:
        """Find out what helps this picture."""
        photo, image, quality = self._state.current, self._state.image, self._state.recipe.quality
        if photo is None or image is None:
            return
        self._asked_for_advice = (photo, quality)
        self._start(
            "advise",
            lambda progress: darkroom.advise(image, quality, progress),
            lambda advice: self._take_advice(photo, quality, advice),
            lane="advise",
        )

    def ask(self, begin: bool = True) -> None:
        """The settings changed: find out what is not known yet, and `begin` soon with what they need."""
        photo, recipe = self._state.current, self._state.recipe
        if photo is None:
            return
        unadvised = photo.advice_for != recipe.quality
        if unadvised and self._asked_for_advice != (photo, recipe.quality):
            self.advise()
        if self._state.ready:
            self._leave_off()
            self.touch_up()
            self._later.start()
        elif begin and (not unadvised or recipe.model != AUTO):
            self._soon.start()

    def develop(self) -> None:
        """Show a part first, then work out the whole."""
        image, photo, recipe = self._state.image, self._state.current, self._state.recipe
        if image is None or photo is None or self._state.ready or self._under_way == needs(recipe):
            return
        self._under_way = needs(recipe)
        self._tasks.stop("part", "whole", "score", "touch up")
        self._state.progress = 0.0
        advice, seen, screen = photo.advice, self._view.seen(), self._screen.profile
        if seen and not recipe.size and image.size.pixels > 2 * darkroom.PART:
            box = darkroom.worth_showing_first(seen, image.size)
            self._start(
                "part",
                lambda progress: part_of(
                    darkroom.develop_part(image, box, recipe, advice, self._tasks.models(), progress), screen
                ),
                self._take_part,
                lane="network",
            )

        def work(progress: Progress) -> Result:
            developed = darkroom.develop(image, recipe, advice, self._tasks.models(), progress.part(0, 0.9))
            return as_shown(image, developed, recipe, screen, progress.part(0.9, 1))

        self._start(
            "whole", work, lambda result: self._take_result(recipe, result), lane="network", tell=True
        )
        self.advanced.emit()

    def touch_up(self) -> None:
        """Sharpen the part that is seen: it is not in the result, so that it can be changed without a new run."""
        recipe, result, view = self._state.recipe, self.result, self._view
        self._tasks.stop("touch up")
        seen = view.seen()
        if (
            not (recipe.sharpen and recipe.strength and view.before and seen)
            or seen.size.pixels > 4 * darkroom.PART * 4
        ):
            return
        if result is not None and (result.place is not None or recipe.scale != 1):
            return
        before = view.before.pixels
        after = view.after.pixels if view.after else before
        strength, amount = self._state.strength, recipe.sharpen * recipe.strength
        self._start(
            "touch up",
            lambda progress: sharpened(before, after, seen, strength, amount),
            self.touched_up.emit,
            lane="touch up",
        )

    def score(self) -> None:
        """Judge the picture before and after."""
        state, photo = self._state, self._state.current
        image, developed, recipe = state.image, state.developed, state.recipe
        if photo is None or image is None or developed is None or not state.ready:
            return
        if "before" not in photo.scores:
            self._start(
                "score before",
                lambda progress: darkroom.judge(image, progress),
                self._scores(photo, "before"),
                lane="score",
            )
        self._start(
            "score",
            lambda progress: darkroom.judge(darkroom.finish(image, developed, recipe), progress),
            self._scores(photo, "after"),
            lane="score",
        )

    def _leave_off(self) -> None:
        """What is worked out now is no longer asked for."""
        self._tasks.stop("part", "whole")
        self._state.progress = self._under_way = None

    def stop(self) -> None:
        """Stop everything that is worked out for the current picture."""
        self._soon.stop()
        self._later.stop()
        self._tasks.stop()
        self._state.progress = self._under_way = self._asked_for_advice = None

    def close(self) -> None:
        """Let the models go; nothing is started after this."""
        self.stop()

    # What comes of them

    def _take_opened(self, photo: Photo, shown: Shown) -> None:
        self._state.image, photo.size, photo.problem = shown.image, shown.image.size, None
        self.opened.emit(shown)

    def _take_advice(self, photo: Photo, quality: str, advice: Recommendation) -> None:
        photo.advice, photo.advice_for = advice, quality
        self.advised.emit()

    def _take_part(self, patch: Patch | None) -> None:
        if patch is not None:
            self.part_made.emit(patch)

    def _take_result(self, recipe: Recipe, result: Result) -> None:
        self.result, self._under_way = result, None
        self._state.hear_of_result(result.developed, recipe)
        self.result_made.emit(result)
        self.touch_up()
        self._later.start()

    def _scores(self, photo: Photo, which: str) -> Callable[[Any], None]:
        def take(score: Any) -> None:
            photo.scores[which] = score
            self.scored.emit()

        return take

    # How they run

    def _start(
        self,
        name: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        *,
        lane: str,
        tell: bool = False,
    ) -> None:
        advanced = self._advance if tell else None
        self._tasks.start(name, work, done, self._fail, advanced=advanced, lane=lane)

    def _advance(self, done: float) -> None:
        self._state.progress = done
        self.advanced.emit()

    def _fail(self, problem: AfterglowError) -> None:
        self._state.progress = self._under_way = self._asked_for_advice = None
        if self._state.current and self._state.image is None:
            self._state.current.problem = problem
        self.failed.emit(problem)
