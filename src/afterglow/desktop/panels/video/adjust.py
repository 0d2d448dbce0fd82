"""The column of settings: everything that can be asked of a clip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from afterglow.desktop.panels.video.state import Clips
from afterglow.desktop.widgets.fold import Fold
from afterglow.desktop.widgets.pieces import column
from afterglow.desktop.widgets.recipe_form import RecipeForm
from afterglow.enhance.recipe import AUTO
from afterglow.video.options import VideoOptions

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

OF_RECIPE = {
    "what": ("model", "quality", "strength", "sharpen"),
    "size": ("scale", "size", "fit"),
    "privacy": ("strip_gps", "strip_all"),
    "machine": ("engine", "device", "precision", "memory", "tile", "require_gpu"),
}
OF_CLIP = {
    "part": ("begin", "end", "every", "calm", "deinterlace"),
    "coding": ("codec", "depth", "crf", "bit_rate", "effort"),
    "sound": ("audio", "audio_bit_rate", "subtitles"),
}
FOLDED = ("size", "part", "coding", "sound", "privacy", "machine")
NONE = "none"


class Adjust(QScrollArea):
    """Emits `changed(name, value)`, as its forms do."""

    changed = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._models: tuple[str, ...] = ()
        choices: dict[str, Sequence[str]] = {"model": [AUTO, NONE], "device": [AUTO, "cpu"]}
        self.forms = {part: RecipeForm(desk, names, choices) for part, names in OF_RECIPE.items()}
        self.forms |= {
            part: RecipeForm(desk, names, options=VideoOptions, room="clip")
            for part, names in OF_CLIP.items()
        }
        for form in self.forms.values():
            form.changed.connect(self.changed)
        folds = [
            Fold(desk, f"video.fold_{part}", self.forms[part], unfolded=part == "part") for part in FOLDED
        ]
        inside = QWidget()
        inside.setLayout(column(self.forms["what"], *folds, None, gap=14, margin=14))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def draw(self, state: Clips) -> None:
        """Show what is asked."""
        self._draw_choices()
        widest = max(form.names_width() for form in self.forms.values())
        for part, form in self.forms.items():
            form.set_names_width(widest)
            form.show_recipe(state.recipe if part in OF_RECIPE else state.options)

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
