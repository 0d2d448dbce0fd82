"""A place for a picture: its name and size, a small view of it, and a button to open another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from afterglow.desktop.files import files_in
from afterglow.desktop.panels.judge.state import Opened
from afterglow.desktop.widgets.pieces import column, label, plain, redress, row, tool
from afterglow.desktop.widgets.raster import Raster
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction

    from afterglow.desktop.desk import Desk

SIDE = 44  # pixels of the small view


class Slot(QFrame):
    """Emits `dropped` with a file that was let go over it."""

    dropped = Signal(object)

    def __init__(self, desk: Desk, side: str, opening: QAction, closing: QAction) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAcceptDrops(True)
        self._desk, self._side = desk, side
        self.picture = QLabel()
        self.picture.setFixedSize(SIDE, SIDE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heading = label(desk, f"judge.{side}", "heading")
        self.told = plain(label(desk, role="caption", wrap=True))
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words = column(None, self.heading, self.told, None, gap=1)
        self.open, self.close_tool = tool(opening), tool(closing, 16)
        inside = row(self.picture, words, self.open, self.close_tool, gap=8, margin=8)
        inside.setStretch(1, 1)
        self.setLayout(inside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def draw(self, path: Path | None, opened: Opened | None, problem: AfterglowError | None) -> None:
        """Show what is in the place, or what is wrong with it."""
        words = self._desk.words
        if path is None:
            self.told.setText(words(f"judge.empty_{self._side}"))
        elif problem:
            self.told.setText(words.told(problem))
        elif opened is None:
            self.told.setText(words("judge.opening", name=path.name))
        else:
            self.told.setText(f"{path.name}\n{opened.image.size}")
        redress(self.told, "problem" if problem else "caption")
        self.setAccessibleName(f"{self.heading.text()}: {self.told.text()}")
        self.close_tool.setVisible(path is not None)
        if opened is None:
            icon = self._desk.look.icon("problem" if problem else "photos", "problem" if problem else "faint")
            self.picture.setPixmap(icon.pixmap(QSize(24, 24)))

    def show_picture(self, raster: Raster) -> None:
        """The small view of a picture that was opened."""
        small = QPixmap.fromImage(raster.levels[-1][1].copy())
        ratio = self.devicePixelRatioF()
        small = small.scaled(
            QSize(SIDE, SIDE) * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(ratio)
        self.picture.setPixmap(small)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(files_in(event.mimeData())[0])
