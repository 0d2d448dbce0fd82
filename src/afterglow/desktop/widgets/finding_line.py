"""A line that says what is being looked through, and a button to look no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from afterglow.desktop.widgets.pieces import button, column, frame, label, plain, row

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.finding import Finding

SOON = 300  # milliseconds after which it is worth a line


class FindingLine(QWidget):
    """There while something is looked through that takes its time."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        super().__init__()
        self._words, self._finding = desk.words, finding
        self.told = plain(label(desk, role="caption"))
        self.stop = button(desk, "shell.stop_looking", finding.stop)
        self.setLayout(column(frame("shelf", row(self.told, None, self.stop)), gap=0))
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.draw)
        finding.changed.connect(self._changed)
        desk.words.changed.append(self._say)
        self.hide()

    def draw(self) -> None:
        """Show how far it is."""
        self._say()
        self.setVisible(self._finding.busy)

    def _changed(self) -> None:
        if self.isVisible() or not self._finding.busy:
            self._soon.stop()
            self.draw()
        elif not self._soon.isActive():
            self._soon.start()

    def _say(self) -> None:
        finding = self._finding
        self.told.setText(self._words("shell.looking_through", name=finding.place, count=finding.count))
