"""The column of settings: what is recommended, and everything that can be asked instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from afterglow.desktop.panels.photos.state import Photos
from afterglow.desktop.widgets.fold import Fold
from afterglow.desktop.widgets.pieces import PLAIN, column, frame, label, redress, row
from afterglow.desktop.widgets.recipe_form import RecipeForm
from afterglow.enhance.recipe import AUTO

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

PARTS = {
    "what": ("model", "quality", "strength", "sharpen"),
    "size": ("scale", "size", "fit"),
    "file": ("format", "output_quality", "strip_gps", "strip_all"),
    "machine": ("engine", "device", "precision", "memory", "tile", "require_gpu"),
}
"""Every field of a recipe, in the part of the column where it stands."""

NONE = "none"


class Adjust(QScrollArea):
    """Emits `changed(name, value)` and `settled`, as its forms do."""

    changed = Signal(str, object)
    settled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._models: tuple[str, ...] = ()
        self.forms = {
            part: RecipeForm(desk, names, {"model": [AUTO, NONE], "device": [AUTO, "cpu"]})
            for part, names in PARTS.items()
        }
        for form in self.forms.values():
            form.changed.connect(self.changed)
            form.settled.connect(self.settled)
        self.advice = label(desk, role="title", wrap=True)
        self.reason = label(desk, role="caption", wrap=True)
        self.sure = label(desk, role="value")
        head = row(label(desk, "photos.recommended", "caption"), None, self.sure)
        inside = QWidget()
        inside.setLayout(
            column(
                frame("card", column(head, self.advice, self.reason), margin=12),
                self.forms["what"],
                Fold(desk, "photos.part_size", self.forms["size"], unfolded=True),
                Fold(desk, "photos.part_file", self.forms["file"]),
                Fold(desk, "photos.part_machine", self.forms["machine"]),
                None,
                gap=14,
                margin=14,
            )
        )
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def draw(self, state: Photos) -> None:
        """Show what is asked for the current picture."""
        self._draw_advice(state)
        self._draw_choices()
        widest = max(form.names_width() for form in self.forms.values())
        for form in self.forms.values():
            form.set_names_width(widest)
            form.show_recipe(state.recipe)
        for part in ("what", "size"):
            self.forms[part].setEnabled(state.current is not None)

    def offer_models(self, names: Sequence[str]) -> None:
        """The models that can be asked for by name."""
        self._models = tuple(names)
        self._draw_choices()

    def _draw_choices(self) -> None:
        words = self._desk.words
        own = [(name, name) for name in self._models]
        auto, none = (AUTO, words("photos.model_auto")), (NONE, words("photos.model_none"))
        self.forms["what"].offer("model", [auto, *own, none])
        self.forms["machine"].offer(
            "device", [(AUTO, words("recipe.engine_auto")), ("cpu", "CPU"), ("gpu", "GPU")]
        )

    def _draw_advice(self, state: Photos) -> None:
        words, photo = self._desk.words, state.current
        advice = photo.advice if photo else None
        if photo is None:
            title, reason, sure = words("photos.advice_empty"), words("photos.advice_empty_reason"), ""
        elif photo.problem is not None:
            title, reason, sure = words("photos.advice_failed"), words.told(photo.problem), ""
        elif advice is None:
            title, reason, sure = words("photos.advice_looking"), "", ""
        else:
            title = advice.model or words("photos.advice_none")
            reason = words("photos.advice_because", reason=words.told(advice.reason))
            sure = words("photos.sure", percent=round(100 * advice.confidence))
        self.advice.setText(title)
        self.advice.setProperty(PLAIN, advice is not None and advice.model is not None)
        self.reason.setText(reason)
        redress(self.reason, "problem" if photo and photo.problem else "caption")
        self.sure.setText(sure)
