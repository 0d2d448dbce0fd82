"""The column of settings: what is recommended, and everything that can be asked instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from afterglow.desktop.panels.photos.state import Photos
from afterglow.desktop.widgets.advice import Advice
from afterglow.desktop.widgets.recipe_form import RecipeForm
from afterglow.desktop.widgets.settings_column import CHOICES, SettingsColumn

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

PARTS = {
    "what": ("model", "quality", "strength", "sharpen"),
    "size": ("scale", "size", "fit"),
    "file": ("format", "output_quality", "strip_gps", "strip_all"),
    "machine": ("engine", "device", "precision", "memory", "tile", "require_gpu"),
}
"""Every field of a recipe, in the part of the column where it stands."""


class Adjust(SettingsColumn):
    """What is asked of the picture looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, {part: RecipeForm(desk, names, CHOICES) for part, names in PARTS.items()})
        self.advice = Advice(desk)
        folds = {part: f"photos.part_{part}" for part in ("size", "file", "machine")}
        self.lay_out([self.advice, self.forms["what"]], folds, unfolded=["size"])

    def draw(self, state: Photos) -> None:
        """Show what is asked for the current picture."""
        self._draw_advice(state)
        self.show_options(dict.fromkeys(PARTS, state.recipe))
        for part in ("what", "size"):
            self.forms[part].setEnabled(state.current is not None)

    def _draw_advice(self, state: Photos) -> None:
        photo = state.current
        if photo is None:
            self.advice.say("photos.advice_empty", "photos.advice_empty_reason")
        elif photo.problem is not None:
            self.advice.complain(photo.problem)
        elif photo.advice is None:
            self.advice.say("photos.advice_looking")
        else:
            self.advice.recommend(photo.advice.model, photo.advice.reason, photo.advice.confidence)
