"""The panels there are: a name, which is also its icon and its room of words, and where its widget lives.

A panel is imported when it is first shown, so that the window is there before it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.panels.panel import Panel

PANELS = {
    "photos": "photos.panel:PhotosPanel",
    "video": "video.panel:VideoPanel",
    "judge": "judge.panel:JudgePanel",
    "train": "train.panel:TrainPanel",
    "models": "models.panel:ModelsPanel",
    "bench": "bench.panel:BenchPanel",
    "log": "log.panel:LogPanel",
}
"""In the order of the side bar. `shell.<name>` in `words/` is what it is called there."""


def open_panel(name: str, desk: Desk) -> Panel:
    """A new panel."""
    module, _, kind = PANELS[name].partition(":")
    made: Panel = getattr(import_module(f"afterglow.desktop.panels.{module}"), kind)(desk)
    return made
