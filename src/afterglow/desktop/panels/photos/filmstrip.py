"""The strip of pictures that are open. Their thumbnails are made when they come into sight."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from afterglow.desktop.panels.photos.state import Photo
from afterglow.desktop.widgets.pieces import plain
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    import numpy as np

    from afterglow.desktop.desk import Desk

SIDE = 96  # pixels along the longer side
CELL = QSize(112, 96)
SOON = 60  # milliseconds after scrolling until thumbnails are looked for


class Filmstrip(QListWidget):
    """Emits `chosen` with the index of a picture that a person goes to."""

    chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._icons: dict[Path, QIcon] = {}
        self._asked: set[Path] = set()
        self._shown: list[Photo] = []
        self.setObjectName("filmstrip")
        plain(self)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(SIDE, 64))
        self.setGridSize(CELL)
        self.setFixedHeight(CELL.height() + 20)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        desk.words.bind(self.setAccessibleName, "photos.filmstrip")
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._ask_for_visible)
        self.horizontalScrollBar().valueChanged.connect(lambda _: self._soon.start())
        self.currentRowChanged.connect(self.chosen)

    def draw(self, photos: Sequence[Photo], index: int) -> None:
        """Show these pictures, and which of them is looked at."""
        with QSignalBlocker(self):
            if self._shown != list(photos):
                self._fill(photos)
            for row, photo in enumerate(photos):
                self._dress(self.item(row), photo)
            self.setCurrentRow(index)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def _fill(self, photos: Sequence[Photo]) -> None:
        self.clear()
        self._shown = list(photos)
        for photo in photos:
            item = QListWidgetItem(photo.path.name)
            item.setToolTip(str(photo.path))
            item.setSizeHint(CELL)
            self.addItem(item)

    def _dress(self, item: QListWidgetItem, photo: Photo) -> None:
        if photo.problem is not None:
            item.setIcon(self._desk.look.icon("problem", "problem"))
        elif photo.path in self._icons:
            item.setIcon(self._icons[photo.path])

    def _ask_for_visible(self) -> None:
        for row in range(self.count()):
            if self.visualItemRect(self.item(row)).intersects(self.viewport().rect()):
                self._ask_for(self._shown[row])

    def _ask_for(self, photo: Photo) -> None:
        if photo.path in self._asked or photo.problem is not None:
            return
        self._asked.add(photo.path)
        self._desk.bridge.start(
            lambda progress: _thumbnail(photo.path),
            lambda pixels: self._take(photo, pixels),
            lambda problem: self._refuse(photo, problem),
            lane="thumbnails",
        )

    def _take(self, photo: Photo, pixels: np.ndarray) -> None:
        from afterglow.desktop.widgets.raster import as_qimage

        framed = _framed(as_qimage(pixels))
        icon = QIcon(framed)
        icon.addPixmap(framed, QIcon.Mode.Selected)  # else Qt would tint it
        self._icons[photo.path] = icon
        self._redress(photo)

    def _refuse(self, photo: Photo, problem: AfterglowError) -> None:
        photo.problem = photo.problem or problem
        self._redress(photo)

    def _redress(self, photo: Photo) -> None:
        for row, shown in enumerate(self._shown):
            if shown is photo:
                self._dress(self.item(row), photo)


def _thumbnail(path: Path) -> np.ndarray:
    import numpy as np

    from afterglow.image import thumbnail

    return np.ascontiguousarray(thumbnail(path, 2 * SIDE))


def _framed(picture: QImage) -> QPixmap:
    """The picture in the middle of a cell, so that all names stand on one line."""
    cell = QPixmap(2 * SIDE, 128)
    cell.fill(QColor(0, 0, 0, 0))
    small = picture.scaled(
        cell.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    painter = QPainter(cell)
    painter.drawImage((cell.width() - small.width()) // 2, (cell.height() - small.height()) // 2, small)
    painter.end()
    return cell
