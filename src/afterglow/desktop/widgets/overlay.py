"""What is painted over two pictures: the line between them, and their names."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from afterglow.desktop.theme import Theme


def paint_line(painter: QPainter, theme: Theme, cut: int, height: int) -> None:
    """The line that divides them, with a grip in its middle."""
    middle = QPointF(cut, height / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 90), 4))
    painter.drawLine(QPointF(cut, 0), QPointF(cut, height))
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.drawLine(QPointF(cut, 0), QPointF(cut, height))
    painter.setBrush(QColor(theme.accent))
    painter.setPen(QPen(QColor(0, 0, 0, 90), 1))
    painter.drawEllipse(middle, 13, 13)
    painter.setPen(QPen(QColor(theme.on_accent), 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    for way in (-1, 1):
        tip = middle + QPointF(7 * way, 0)
        painter.drawPolyline([tip + QPointF(-4 * way, -4), tip, tip + QPointF(-4 * way, 4)])


def paint_name(painter: QPainter, name: str, pane: QRectF, first: bool) -> None:
    """The name of a picture in a corner of its pane: the left one, or the right."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = QFontMetricsF(painter.font()).horizontalAdvance(name) + 16
    left = pane.left() + 10 if first else pane.right() - 10 - width
    chip = QRectF(left, pane.top() + 10, width, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(18, 18, 19, 190))
    painter.drawRoundedRect(chip, 6, 6)
    painter.setPen(QColor("#ececee"))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, name)
