"""Curves over steps: several lines in one frame, with the least and the most written beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

Points = Sequence[tuple[float, float]]

HUES = ("accent", "good", "problem", "warning", "muted")
SCALE = 64  # pixels for the numbers on the left
FOOT = 22  # pixels for those below, and for the names above


class Lines(QWidget):
    """Names to points; `floors` are values to be passed, drawn as dashes in the colour of the same name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lines: dict[str, Points] = {}
        self.floors: dict[str, float] = {}
        self.title = ""
        self.setMinimumSize(200, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        desk.look.changed.append(self.update)

    def show_lines(self, title: str, lines: Mapping[str, Points], floors: Mapping[str, float]) -> None:
        """What is drawn from now on; a screen reader tells the last value of each line."""
        self.title, self.lines, self.floors = title, dict(lines), dict(floors)
        ends = [f"{name} {points[-1][1]:.4g}".strip() for name, points in lines.items() if points]
        self.setAccessibleName(title)
        self.setAccessibleDescription(", ".join(ends))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._desk.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(SCALE, FOOT, self.width() - SCALE - 8, self.height() - 2 * FOOT)
        painter.setPen(QColor(theme.line))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(0, 0, self.width(), FOOT), Qt.AlignmentFlag.AlignVCenter, self.title)
        points = [point for line in self.lines.values() for point in line]
        if not points:
            return
        heights = [y for _, y in points] + list(self.floors.values())
        last, low, high = max(x for x, _ in points), min(heights), max(heights)
        room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
        span = QRectF(0, low - room, max(last, 1), high - low + 2 * room)
        self._paint_scale(painter, place, span, last)
        self._paint_names(painter)
        painter.setClipRect(place)
        for index, (name, line) in enumerate(self.lines.items()):
            colour = QColor(getattr(theme, HUES[index % len(HUES)]))
            if name in self.floors:
                painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
                height = _on(place, span, (0, self.floors[name])).y()
                painter.drawLine(QPointF(place.left(), height), QPointF(place.right(), height))
            painter.setPen(QPen(colour, 1.75))
            drawn = [_on(place, span, point) for point in line]
            painter.drawPolyline(QPolygonF(drawn))
            if len(drawn) == 1:
                painter.drawEllipse(drawn[0], 2, 2)

    def _paint_scale(self, painter: QPainter, place: QRectF, span: QRectF, last: float) -> None:
        painter.setPen(QColor(self._desk.look.theme.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for share in (0.0, 0.5, 1.0):
            value = span.bottom() - share * span.height()
            middle = place.top() + share * place.height()
            shown = min(max(middle, place.top() + 8), place.bottom() - 8)
            painter.drawText(QRectF(0, shown - 8, SCALE - 8, 16), right, f"{value:.4g}")
        painter.drawText(QRectF(place.left(), place.bottom(), place.width(), FOOT), right, f"{last:.0f}")

    def _paint_names(self, painter: QPainter) -> None:
        """Which line is which, above the frame and from the right."""
        right = float(self.width() - 8)
        for index, name in reversed(list(enumerate(self.lines))):
            wide = painter.fontMetrics().horizontalAdvance(name) + 12
            painter.setPen(QColor(getattr(self._desk.look.theme, HUES[index % len(HUES)])))
            right -= wide
            painter.drawText(QRectF(right, 0, wide, FOOT), Qt.AlignmentFlag.AlignCenter, name)


def _on(place: QRectF, span: QRectF, point: tuple[float, float]) -> QPointF:
    """A value as a place in the frame."""
    across = (point[0] - span.left()) / span.width()
    down = (span.bottom() - point[1]) / span.height()
    return QPointF(place.left() + across * place.width(), place.top() + down * place.height())
