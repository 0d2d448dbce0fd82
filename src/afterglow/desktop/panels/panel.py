"""What every panel is: a page of the window that draws its state, and offers commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from afterglow.desktop.widgets.pieces import tool

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

MENUS = ("file", "edit", "view", "work")


class Panel(QWidget):
    """A page. What the user does changes its state; `draw` then shows the state, and nothing else changes a widget."""

    name = ""  # as in `PANELS`; also the panel's room in `words/` and its table in the settings

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.words = desk, desk.words
        self.commands: dict[str, QAction] = {}
        self.menus: dict[str, list[QAction | None]] = {menu: [] for menu in MENUS}
        desk.words.changed.append(self.draw)
        desk.look.changed.append(self.draw)

    def command(
        self,
        name: str,
        do: Callable[[], object],
        *,
        menu: str,
        shortcut: str = "",
        icon: str = "",
        checkable: bool = False,
    ) -> QAction:
        """Offer something to do: it stands in a menu, has a shortcut, and can be shown as a `tool`."""
        action = QAction(self)
        action.setCheckable(checkable)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        if icon:
            self.desk.look.bind(action.setIcon, icon)
        self.words.bind(lambda text: _name(action, text), f"{self.name}.{name}")
        action.triggered.connect(lambda: do())
        self.commands[name] = action
        self.menus[menu].append(action)
        self.addAction(action)
        return action

    def tools(self, *names: str) -> list[QToolButton]:
        """Commands as small buttons."""
        return [tool(self.commands[name]) for name in names]

    def divide(self, menu: str) -> None:
        """Draw a line in a menu here."""
        self.menus[menu].append(None)

    def draw(self) -> None:
        """Show the state, in the words and colours of now."""

    def take(self, files: Sequence[Path]) -> None:
        """Open what was dropped on the window, chosen or named on the command line: files and folders."""

    def leave(self) -> None:
        """The window closes: keep what is to be kept. Work that still runs is stopped after this."""


def _name(action: QAction, text: str) -> None:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setText(text)
    action.setToolTip(f"{text} ({keys})" if keys else text)
