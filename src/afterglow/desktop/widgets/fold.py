"""A part of a page that is folded away until it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk


class Fold(QWidget):
    """A heading to press, and what it shows and hides."""

    def __init__(self, desk: Desk, key: str, inside: QWidget, *, unfolded: bool = False) -> None:
        super().__init__()
        self.heading = QToolButton()
        self.heading.setCheckable(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setProperty("role", "fold")
        self.inside = inside
        desk.words.bind(self.heading.setText, key)
        self.heading.toggled.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addWidget(inside)
        self.heading.setChecked(unfolded)
        self._show(unfolded)

    def _show(self, shown: bool) -> None:
        self.inside.setVisible(shown)
        self.heading.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
