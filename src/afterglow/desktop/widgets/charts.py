"""Numbers drawn: points with how far they may be wrong, and how often each brightness occurs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

ROW = 26  # pixels for the bar of one score
NAME = 22  # pixels for its name
VALUE = 64  # pixels for its number
CURVE = 72  # pixels for one picture's histogram


class ScoreBars(QWidget):
    """Scores of 0 to 100 as bars, each with a line as long as it may be wrong."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.scores: dict[str, tuple[float, float]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        desk.look.changed.append(self.update)

    def show_scores(self, scores: Mapping[str, tuple[float, float]], said: str) -> None:
        """Names to points and uncertainty; `said` is what a screen reader tells."""
        self.scores = dict(scores)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, ROW * len(self.scores))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._desk.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() - NAME - VALUE
        for index, (name, (points, wrong)) in enumerate(self.scores.items()):
            top = index * ROW
            middle = top + ROW / 2
            painter.setPen(QColor(theme.text))
            painter.drawText(QRectF(0, top, NAME, ROW), Qt.AlignmentFlag.AlignVCenter, name)
            value = QRectF(NAME + wide, top, VALUE, ROW)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(value, flags, f"{points:.0f} ± {wrong:.0f}")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.pressed))
            painter.drawRoundedRect(QRectF(NAME, middle - 3, wide, 6), 3, 3)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(NAME, middle - 3, max(wide * points / 100, 6), 6), 3, 3)
            low, high = (
                NAME + wide * min(max(edge, 0), 100) / 100 for edge in (points - wrong, points + wrong)
            )
            painter.setPen(QPen(QColor(theme.text), 1.5))
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
            for end in (low, high):
                painter.drawLine(QPointF(end, middle - 4), QPointF(end, middle + 4))


class Curves(QWidget):
    """Histograms of several pictures, one below the other: the share of pixels from dark to light, by channel."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.curves: dict[str, np.ndarray] = {}
        self.roles: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        desk.look.changed.append(self.update)

    def show_curves(self, curves: Mapping[str, np.ndarray], colours: Sequence[str], said: str) -> None:
        """Names to channels × bins, and a colour for each channel; `said` is what a screen reader tells."""
        self.curves, self.roles = dict(curves), colours
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, (CURVE + 8) * len(self.curves))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._desk.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, (name, channels) in enumerate(self.curves.items()):
            place = QRectF(0.5, index * (CURVE + 8) + 0.5, self.width() - 1, CURVE - 1)
            painter.setPen(QColor(theme.line))
            painter.setBrush(QColor(theme.canvas))
            painter.drawRoundedRect(place, 4, 4)
            for channel, colour in zip(channels, self.roles, strict=True):
                self._paint_channel(painter, place, channel, QColor(colour))
            painter.setPen(QColor(theme.on_canvas))
            painter.drawText(place.adjusted(8, 4, 0, 0), Qt.AlignmentFlag.AlignLeft, name)

    def _paint_channel(self, painter: QPainter, place: QRectF, channel: np.ndarray, colour: QColor) -> None:
        # The root shows what is rare as well; a single full bin must not flatten all others.
        heights = np.sqrt(channel / max(float(np.quantile(channel, 0.99)), 1e-9)).clip(0, 1)
        across = np.linspace(place.left() + 2, place.right() - 2, len(heights))
        points = [
            QPointF(float(x), place.bottom() - 2 - float(height) * (place.height() - 8))
            for x, height in zip(across, heights, strict=True)
        ]
        floor = [
            QPointF(place.right() - 2, place.bottom() - 2),
            QPointF(place.left() + 2, place.bottom() - 2),
        ]
        fill = QColor(colour)
        fill.setAlpha(50)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*points, *floor]))
        painter.setPen(QPen(colour, 1.25))
        painter.drawPolyline(QPolygonF(points))
