"""The column of settings: what is recommended, and everything that can be asked of a clip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from afterglow.desktop.panels.video.state import Clips
from afterglow.desktop.widgets.advice import Advice
from afterglow.desktop.widgets.recipe_form import RecipeForm
from afterglow.desktop.widgets.settings_column import CHOICES, SettingsColumn
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


class Adjust(SettingsColumn):
    """What is asked of all clips."""

    def __init__(self, desk: Desk) -> None:
        forms = {part: RecipeForm(desk, names, CHOICES) for part, names in OF_RECIPE.items()}
        forms |= {
            part: RecipeForm(desk, names, options=VideoOptions, room="clip")
            for part, names in OF_CLIP.items()
        }
        super().__init__(desk, forms)
        self.advice = Advice(desk)
        folds = {part: f"video.fold_{part}" for part in FOLDED}
        self.lay_out([self.advice, self.forms["what"]], folds, unfolded=["part"])

    def draw(self, state: Clips) -> None:
        """Show what is asked."""
        self._draw_advice(state)
        self.show_options({part: state.recipe if part in OF_RECIPE else state.options for part in self.forms})

    def _draw_advice(self, state: Clips) -> None:
        clip = state.current
        if clip is None:
            self.advice.say("photos.advice_empty", "video.advice_empty_reason")
        elif clip.problem is not None:
            self.advice.complain(clip.problem)
        elif clip.advice is None:
            self.advice.say("photos.advice_looking")
        else:
            self.advice.recommend(clip.advice.model, clip.advice.reason)
