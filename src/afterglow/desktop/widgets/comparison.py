"""Two pictures to compare: side by side, divided by a line that is dragged, or one with the other on asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent

from afterglow.desktop.widgets.camera import Camera
from afterglow.desktop.widgets.panes import Panes, Patch

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

__all__ = ["MODES", "STEP", "Comparison", "Patch"]

MODES = ("side", "split", "single")
GRIP = 9  # pixels to either side of the line in which it can be taken
STEP = 1.25  # zoom by one press
WHEEL = 1.1  # zoom by one notch
STRIDE = 48  # pixels that an arrow key moves the picture
NUDGE = 0.02  # share of the view that an arrow key moves the line
ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Comparison(Panes):
    """The panes, moved with mouse and keys: wheel and dragging, arrows, Shift and arrows for the line.

    The space bar and the right button, held, show the picture before.
    """

    def __init__(self, desk: Desk, before_key: str, after_key: str, empty_key: str) -> None:
        super().__init__(desk, before_key, after_key, empty_key)
        self._drag: QPointF | None = None
        self._on_line = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.before is None:
            return
        notches = event.angleDelta().y() / 120
        position = event.position()
        pane = self.panes()[1 if self.mode == "side" and position.x() >= self.width() / 2 else 0]
        away = position - pane.center()
        self._move_at(position, lambda camera: camera.zoomed(WHEEL**notches, away.x(), away.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.show_original(True)
            return
        self._on_line = self._at_line(event.position())
        self._drag = event.position()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._point(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            self._point(event.position())
        elif self._on_line:
            self._set_line(event.position().x() / max(self.width(), 1))
        elif self.before is not None:
            way = event.position() - self._drag
            self._drag = event.position()
            self._move_at(event.position(), lambda camera: camera.panned(way.x(), way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.show_original(False)
            return
        self._drag, self._on_line = None, False
        self._point(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole picture and its own pixels."""
        if self.before is None or self._at_line(event.position()):
            return
        if not self.fits:
            self.fit()
            return
        away = event.position() - self.panes()[0].center()
        factor = 1 / self.devicePixelRatioF() / self.cameras[0].zoom
        self._move([camera.zoomed(factor, away.x(), away.y()) for camera in self.cameras])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.show_original(True)
        elif key in ARROWS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.mode == "split":
            self._set_line(self.line - NUDGE * ARROWS[key][0])
        elif key in ARROWS and self.before is not None:
            across, down = ARROWS[key]
            self._move([camera.panned(across * STRIDE, down * STRIDE) for camera in self.cameras])
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.show_original(False)
        else:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.show_original(False)

    def leaveEvent(self, event: QEvent) -> None:
        self.unsetCursor()

    def _at_line(self, position: QPointF) -> bool:
        return (
            self.mode == "split"
            and self.before is not None
            and abs(position.x() - self.line * self.width()) <= GRIP
        )

    def _set_line(self, share: float) -> None:
        self.line = min(max(share, 0.0), 1.0)
        self.update()

    def _point(self, position: QPointF) -> None:
        """The shape of the pointer says what dragging would do."""
        if self._at_line(position) or self._on_line:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self.before is not None:
            self.setCursor(
                Qt.CursorShape.ClosedHandCursor if self._drag is not None else Qt.CursorShape.OpenHandCursor
            )
        else:
            self.unsetCursor()

    def _move_at(self, position: QPointF, move: Callable[[Camera], Camera]) -> None:
        """Move the camera under the pointer, and the other with it where they are linked."""
        under = 1 if self.mode == "side" and position.x() >= self.width() / 2 else 0
        both = self.linked or self.mode != "side"
        self._move(
            [move(camera) if both or index == under else camera for index, camera in enumerate(self.cameras)]
        )
