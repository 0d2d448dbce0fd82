"""What the page knows: the pictures that are open, the one looked at, what is asked for it and what has become of it.

Nothing here knows Qt, and nothing here works: the panel starts the work of `darkroom.py` and tells what came of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterglow.desktop.history import History
from afterglow.desktop.panels.photos.darkroom import Developed, needs
from afterglow.enhance.recipe import Recipe
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from afterglow.image import Image, Size
    from afterglow.score.recommend import Recommendation
    from afterglow.score.score import Score

KEPT_FROM_DAY_TO_DAY = (
    "quality",
    "sharpen",
    "format",
    "output_quality",
    "strip_gps",
    "strip_all",
    "engine",
    "device",
    "precision",
    "memory",
)
"""What of a recipe is a habit. Model, strength and size belong to the picture they were chosen for."""


@dataclass(eq=False)
class Photo:
    """A picture that is open."""

    path: Path
    recipe: History[Recipe]
    problem: AfterglowError | None = None
    advice: Recommendation | None = None
    advice_for: str = ""  # the quality that it was asked for
    size: Size | None = None
    scores: dict[str, Score] = field(default_factory=dict)  # "before" and "after"
    saved: Path | None = None


@dataclass(frozen=True)
class PhotosSettings:
    """What the page remembers from day to day."""

    mode: str = "split"
    live: bool = True
    linked: bool = True
    same_size: bool = True
    recipe: str = "{}"  # the habits, as JSON


class Photos:
    """The state of the page."""

    def __init__(self, habits: str = "{}") -> None:
        self.photos: list[Photo] = []
        self._places: set[str] = set()  # of the pictures that are open
        self.index = -1
        self.habits = _recipe_from(habits)
        self.image: Image | None = None  # of the current picture, once it is read
        self.developed: Developed | None = None
        self.developed_for: Recipe | None = None
        self.progress: float | None = None  # of what is being worked out; None when nothing is
        self.stopped = False  # by the user, until something is asked anew

    @property
    def current(self) -> Photo | None:
        return self.photos[self.index] if 0 <= self.index < len(self.photos) else None

    @property
    def recipe(self) -> Recipe:
        """What is asked for the current picture."""
        return self.current.recipe.now if self.current else self.habits

    @property
    def strength(self) -> float:
        """How much of the full change is to be seen."""
        return self.recipe.strength * (self.developed.share if self.developed else 1.0)

    @property
    def ready(self) -> bool:
        """Is the result there that the settings ask for?"""
        return self.developed is not None and self.developed_for == needs(self.recipe)

    def add(self, paths: Sequence[Path], *, look: bool = True) -> None:
        """Open pictures; those that are open already are not opened twice. The first is looked at with `look`."""
        for path in paths:
            place = os.path.abspath(path)
            if place not in self._places:
                self._places.add(place)
                self.photos.append(Photo(path, History(self.habits)))
        if look and paths:
            first = os.path.abspath(paths[0])
            open_ones = enumerate(self.photos)
            self.go_to(next(i for i, photo in open_ones if os.path.abspath(photo.path) == first))

    def go_to(self, index: int) -> None:
        """Look at another picture."""
        self.index = min(max(index, 0), len(self.photos) - 1)
        self.image = self.developed = self.developed_for = self.progress = None
        self.stopped = False

    def close(self) -> None:
        """Take the current picture off the strip; its file stays."""
        if self.current:
            self._places.discard(os.path.abspath(self.current.path))
            del self.photos[self.index]
            self.go_to(self.index)

    def change(self, gesture: str = "", **options: Any) -> None:
        """Ask for something else, as a step that can be undone; raises `WrongOption` for what makes no sense."""
        recipe = replace(self.recipe, **options)
        if self.current is None:
            self.habits = recipe
        else:
            self.current.recipe.put(recipe, gesture)
        habits = {name: value for name, value in options.items() if name in KEPT_FROM_DAY_TO_DAY}
        self.habits = replace(self.habits, **habits)
        self.stopped = False

    def undo(self) -> None:
        if self.current:
            self.current.recipe.undo()

    def redo(self) -> None:
        if self.current:
            self.current.recipe.redo()

    def reset(self) -> None:
        """Ask for nothing but what is recommended."""
        if self.current:
            self.current.recipe.put(Recipe())

    def to_all(self) -> None:
        """Ask the same of every picture that is open."""
        for photo in self.photos:
            photo.recipe.put(self.recipe)

    def hear_of_result(self, developed: Developed, recipe: Recipe) -> None:
        """The whole picture was worked out for this recipe."""
        self.developed, self.developed_for, self.progress = developed, needs(recipe), None
        if self.current:
            self.current.scores.pop("after", None)

    def habits_kept(self) -> str:
        """The habits, as they are kept from day to day."""
        plain = asdict(Recipe())
        kept = asdict(self.habits)
        return json.dumps({name: kept[name] for name in KEPT_FROM_DAY_TO_DAY if kept[name] != plain[name]})


def _recipe_from(habits: str) -> Recipe:
    """Habits that make no sense any more are forgotten."""
    try:
        kept = json.loads(habits)
        known = {f.name for f in fields(Recipe)} & set(KEPT_FROM_DAY_TO_DAY)
        return Recipe(**{name: value for name, value in kept.items() if name in known})
    except (ValueError, AttributeError, TypeError, AfterglowError):
        return Recipe()
