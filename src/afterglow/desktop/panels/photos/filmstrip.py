"""The strip of pictures that are open. Their thumbnails are made when they come into sight."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from afterglow.desktop.panels.photos.state import Photo
from afterglow.desktop.widgets.pieces import plain
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.widgets.raster import Raster

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
        desk.screen.changed.append(self.recolour)

    def draw(self, photos: Sequence[Photo], index: int) -> None:
        """Show these pictures, and which of them is looked at."""
        with QSignalBlocker(self):
            self._keep_up_with(photos)
            self.setCurrentRow(index)
        self._dress_visible()
        self._soon.start()

    def recolour(self) -> None:
        """The screen's colours are others: have the thumbnails made for them."""
        self._icons.clear()
        self._asked.clear()
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def _keep_up_with(self, photos: Sequence[Photo]) -> None:
        """Have a cell for each: most often some came, or one was taken off."""
        shown = self._shown
        if shown != photos[: len(shown)]:
            gone = next(i for i, photo in enumerate(shown) if i == len(photos) or photo is not photos[i])
            if shown[gone + 1 :] == photos[gone:]:
                self.takeItem(gone)
            else:
                self.clear()
        for photo in photos[self.count() :]:
            item = QListWidgetItem(photo.path.name)
            item.setToolTip(str(photo.path))
            item.setSizeHint(CELL)
            self.addItem(item)
        self._shown = list(photos)

    def _visible(self) -> range:
        """The rows that are seen: there may be many thousands that are not."""
        first = self.indexAt(QPoint(CELL.width() // 2, CELL.height() // 2)).row()
        seen = self.viewport().width() // CELL.width() + 2
        return range(max(first - 1, 0), min(max(first, 0) + seen, self.count()))

    def _dress_visible(self) -> None:
        for row in self._visible():
            self._dress(self.item(row), self._shown[row])

    def _dress(self, item: QListWidgetItem, photo: Photo) -> None:
        if photo.problem is not None:
            item.setIcon(self._desk.look.icon("problem", "problem"))
        elif photo.path in self._icons:
            item.setIcon(self._icons[photo.path])

    def _ask_for_visible(self) -> None:
        self._dress_visible()
        for row in self._visible():
            self._ask_for(self._shown[row])

    def _ask_for(self, photo: Photo) -> None:
        if photo.path in self._asked or photo.problem is not None:
            return
        self._asked.add(photo.path)
        screen = self._desk.screen.profile
        self._desk.bridge.start(
            lambda progress: _thumbnail(photo.path, screen),
            lambda made: self._take(photo, made),
            lambda problem: self._refuse(photo, problem),
            lane="thumbnails",
        )

    def _take(self, photo: Photo, made: Raster) -> None:
        if made.screen != self._desk.screen.profile:
            return  # it was asked for again
        framed = _framed(made.levels[0][1])
        icon = QIcon(framed)
        icon.addPixmap(framed, QIcon.Mode.Selected)  # else Qt would tint it
        self._icons[photo.path] = icon
        self._dress_visible()

    def _refuse(self, photo: Photo, problem: AfterglowError) -> None:
        photo.problem = photo.problem or problem
        self._asked.discard(photo.path)  # it may be mended
        self._dress_visible()


def _thumbnail(path: Path, screen: bytes | None) -> Raster:
    from afterglow.desktop.widgets.raster import raster_of
    from afterglow.image import Image, thumbnail

    return raster_of(Image(thumbnail(path, 2 * SIDE)), screen)


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
