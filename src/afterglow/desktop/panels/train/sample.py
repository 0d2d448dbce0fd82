"""The picture that shows what a network has learned: damaged, restored and original, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.widgets.raster import Raster


class Sample(QWidget):
    """As large as there is room for, never larger than its pixels twice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.raster: Raster | None = None
        self.setMinimumSize(200, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        desk.words.bind(self.setAccessibleName, "train.sample")
        desk.look.changed.append(self.update)

    def show_raster(self, raster: Raster | None) -> None:
        self.raster = raster
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._desk.look.theme.canvas))
        if self.raster is None:
            return
        wide, high = self.raster.size
        zoom = min(self.width() / wide, self.height() / high, 2.0)
        place = QRectF(0, 0, wide * zoom, high * zoom)
        place.moveCenter(QRectF(self.rect()).center())
        self.raster.draw(painter, place, QRectF(self.rect()), self.devicePixelRatioF())
