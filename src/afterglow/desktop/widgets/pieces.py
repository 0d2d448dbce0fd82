"""The small pieces, each made the same way everywhere: words and icons bound, so that they follow the choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from afterglow.desktop.desk import Desk

GAP = 8  # pixels between neighbours
PLAIN = "plain"

Shown = TypeVar("Shown", bound=QObject)
Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


def label(desk: Desk, key: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Words; without a key, room for what `draw` will put there."""
    made = QLabel()
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if key:
        desk.words.bind(made.setText, key)
    return made


def button(
    desk: Desk, key: str, do: Callable[[], object], icon: str = "", *, main: bool = False
) -> QPushButton:
    """Something to press; `main` for the one thing that a page is for."""
    made = QPushButton()
    desk.words.bind(made.setText, key)
    if main:
        made.setProperty("role", "main")
    if icon:
        desk.look.bind(made.setIcon, icon, "on_accent" if main else "text")
    made.clicked.connect(lambda: do())
    return made


def tool(action: QAction, side: int = 20) -> QToolButton:
    """A command as a small button that shows its icon; its words are the tip."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setIconSize(QSize(side, side))
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def plain(widget: Shown) -> Shown:
    """Mark what shows data, such as names of files and models: it is the same in all languages."""
    widget.setProperty(PLAIN, True)
    return widget


def row(*parts: QWidget | QLayout | None, gap: int = GAP, margin: int = 0) -> QHBoxLayout:
    """Side by side; None is a gap that stretches."""
    return _filled(QHBoxLayout(), parts, gap, margin)


def column(*parts: QWidget | QLayout | None, gap: int = GAP, margin: int = 0) -> QVBoxLayout:
    """One below the other; None is a gap that stretches."""
    return _filled(QVBoxLayout(), parts, gap, margin)


def _filled(layout: Box, parts: Sequence[QWidget | QLayout | None], gap: int, margin: int) -> Box:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def filled(inside: QLayout) -> QWidget:
    """A widget that is nothing but its layout."""
    made = QWidget()
    made.setLayout(inside)
    return made


def frame(name: str, inside: QHBoxLayout | QVBoxLayout, margin: int = GAP) -> QFrame:
    """A piece of ground, drawn as the style sheet says of `#name`."""
    made = QFrame()
    made.setObjectName(name)
    inside.setContentsMargins(margin, margin, margin, margin)
    made.setLayout(inside)
    return made


def rule() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setObjectName("rule")
    return made


def redress(widget: QWidget, role: str) -> None:
    """Give words another role, such as "problem", and draw them so."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
