"""What has come of the preview, where results go, and the buttons to make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QProgressBar

from afterglow.desktop.panels.video.state import Clips
from afterglow.desktop.widgets.pieces import button, column, label, row, tool

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from afterglow.desktop.desk import Desk


class Outcome(QFrame):
    """Below the settings; its buttons are the page's commands."""

    def __init__(self, desk: Desk, commands: dict[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("shelf")
        self._words = desk.words
        self.told = label(desk, role="caption", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        desk.words.bind(self.bar.setAccessibleName, "video.progress")
        self.goes = label(desk, role="caption")
        self.elsewhere = button(desk, "data.choose", commands["output"].trigger)
        desk.words.bind(self.elsewhere.setAccessibleName, "video.output")
        self.make = button(desk, "video.make", commands["make"].trigger, main=True)
        self.again = button(desk, "video.preview", commands["preview"].trigger)
        tools = [tool(commands[name]) for name in ("stop", "queue_add")]
        goes = row(self.goes, None, self.elsewhere)
        self.setLayout(
            column(row(self.told, *tools, gap=2), self.bar, goes, row(self.again, self.make), margin=14)
        )

    def draw(self, state: Clips, following: bool = False) -> None:
        """Show how it stands; `following` says that what is seen is being written."""
        clip, running = state.current, state.progress is not None
        self.told.setText(self._words("video.following") if following else self._told(state))
        self.bar.setVisible(running)
        self.bar.setValue(round(1000 * (state.progress or 0)))
        self.again.setVisible(clip is not None and not state.ready and not running)
        self.make.setEnabled(clip is not None and clip.problem is None)
        folder = state.folder
        goes = (
            self._words("video.goes_to", folder=folder.name) if folder else self._words("video.goes_beside")
        )
        self.goes.setText(goes)
        self.goes.setToolTip(str(folder) if folder else goes)

    def _told(self, state: Clips) -> str:
        clip, words = state.current, self._words
        if clip is None:
            return ""
        if clip.problem:
            return words.told(clip.problem)
        if clip.clip is None:
            return words("video.opening")
        if state.progress is not None:
            return words("video.previewing")
        return words("video.previewed") if state.ready else ""
