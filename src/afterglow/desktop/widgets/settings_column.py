"""A column of settings: forms below each other, the less needed ones folded away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from afterglow.desktop.widgets.fold import Fold
from afterglow.desktop.widgets.pieces import column, filled
from afterglow.desktop.widgets.recipe_form import RecipeForm
from afterglow.enhance.recipe import AUTO

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

NONE = "none"
CHOICES: dict[str, Sequence[str]] = {"model": [AUTO, NONE], "device": [AUTO, "cpu"]}


class SettingsColumn(QScrollArea):
    """Emits `changed(name, value)` and `settled`, as its forms do."""

    changed = Signal(str, object)
    settled = Signal()

    def __init__(self, desk: Desk, forms: dict[str, RecipeForm]) -> None:
        super().__init__()
        self._desk, self.forms = desk, forms
        self._models: tuple[str, ...] = ()
        for form in forms.values():
            form.changed.connect(self.changed)
            form.settled.connect(self.settled)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def lay_out(self, top: Sequence[QWidget], folds: Mapping[str, str], unfolded: Collection[str]) -> None:
        """`top` stands above all; `folds` are the keys of the headings under which the forms are folded."""
        parts = [
            Fold(self._desk, key, self.forms[name], unfolded=name in unfolded) for name, key in folds.items()
        ]
        self.setWidget(filled(column(*top, *parts, None, gap=14, margin=14)))

    def show_options(self, options: Mapping[str, Any]) -> None:
        """Set every form to what is asked: the options of each, by its name."""
        self._draw_choices()
        widest = max(form.names_width() for form in self.forms.values())
        for name, form in self.forms.items():
            form.set_names_width(widest)
            form.show_recipe(options[name])

    def offer_models(self, names: Sequence[str]) -> None:
        """The models that can be asked for by name."""
        self._models = tuple(names)
        self._draw_choices()

    def _draw_choices(self) -> None:
        words = self._desk.words
        own = [(name, name) for name in self._models]
        auto, none = (AUTO, words("photos.model_auto")), (NONE, words("photos.model_none"))
        for form in self.forms.values():
            if "model" in form.controls:
                form.offer("model", [auto, *own, none])
            if "device" in form.controls:
                form.offer("device", [(AUTO, words("recipe.engine_auto")), ("cpu", "CPU"), ("gpu", "GPU")])
