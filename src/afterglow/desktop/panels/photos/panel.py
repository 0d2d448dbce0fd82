"""The page for pictures."""

from __future__ import annotations

from afterglow.desktop.desk import Desk
from afterglow.desktop.panels.panel import Panel


class PhotosPanel(Panel):
    """Pictures made better, one at a time or many."""

    name = "photos"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.command("open", self.ask_for_files, menu="file", shortcut="Ctrl+O", icon="open")
        self.draw()

    def ask_for_files(self) -> None: ...
