"""The page of the log."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QTreeWidgetItem, QWidget

from afterglow.desktop.desk import Desk
from afterglow.desktop.log import Entry
from afterglow.desktop.panels.log.state import CHOICES, LogSettings, Pages, clock, written
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.widgets.asking import show_folder
from afterglow.desktop.widgets.pieces import column, frame, label, row, tool
from afterglow.desktop.widgets.table import Table

WHEN, WHAT = 0, 1
ENTRY = Qt.ItemDataRole.UserRole


class LogPanel(Panel):
    """What happened: the latest first, of one kind or all, to be copied."""

    name = "log"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state = Pages(desk.log, desk.settings.read(self.name, LogSettings))
        self.command("open_folder", self.open_folder, menu="file", icon="folder")
        self.command("copy", self.copy, menu="edit", shortcut="Ctrl+C", icon="copy")
        self.command("find", self.look_for_words, menu="edit", shortcut="Ctrl+F")
        self.kinds = QComboBox()
        self.kinds.currentIndexChanged.connect(self._choose)
        self.sought = QLineEdit()
        self.sought.setMaximumWidth(280)
        self.sought.textChanged.connect(self._seek)
        self.now = QCheckBox()
        self.now.setChecked(self.state.now)
        self.now.toggled.connect(self._narrow)
        self.list = Table([170])
        self.list.copied.connect(self.copy)
        self.nothing = label(desk, "log.nothing", "caption")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.trouble = label(desk, role="problem", wrap=True)
        for show, key in (
            (self.kinds.setAccessibleName, "log.kinds"),
            (self.sought.setPlaceholderText, "log.find"),
            (self.sought.setAccessibleName, "log.find"),
            (self.now.setText, "log.now"),
            (self.list.setAccessibleName, "shell.log"),
        ):
            desk.words.bind(show, key)
        self.setLayout(column(self._bar(), self._middle(), gap=0))
        desk.log.changed.append(self.draw)
        self.draw()

    def draw(self) -> None:
        self._draw_kinds()
        self.list.setHeaderLabels([self.words("log.when"), self.words("log.what")])
        entries = self.state.shown(self.words) if self.isVisible() else []
        self.list.clear()
        self.list.addTopLevelItems([self._line(entry) for entry in entries])
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        problem = self.desk.log.problem
        self.trouble.setVisible(problem is not None)
        self.trouble.setText(self.words.told(problem) if problem else "")

    def copy(self) -> None:
        """Put the lines chosen, or all that are shown, on the clipboard."""
        entries = [line.data(WHEN, ENTRY) for line in self.list.chosen()]
        QGuiApplication.clipboard().setText(written(entries, self.words))

    def look_for_words(self) -> None:
        self.sought.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.sought.selectAll()

    def open_folder(self) -> None:
        show_folder(self.desk.log.folder)

    def leave(self) -> None:
        self.desk.keep_table(self.name, self.state.settings)

    def showEvent(self, event: QShowEvent) -> None:
        """Another window may have written meanwhile."""
        super().showEvent(event)
        self.draw()

    def _bar(self) -> QWidget:
        tools = [tool(self.commands[name]) for name in ("copy", "open_folder")]
        return frame("bar", row(self.kinds, self.sought, self.now, None, *tools))

    def _middle(self) -> QWidget:
        made = QWidget()
        inside = column(self.trouble, self.nothing, self.list)
        inside.setContentsMargins(16, 16, 16, 16)
        made.setLayout(inside)
        return made

    def _draw_kinds(self) -> None:
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItems([self.words(f"log.kind_{kind}") for kind in CHOICES])
        self.kinds.setCurrentIndex(CHOICES.index(self.state.kind))
        self.kinds.blockSignals(False)

    def _line(self, entry: Entry) -> QTreeWidgetItem:
        line = QTreeWidgetItem([clock(entry), entry.text(self.words)])
        line.setIcon(WHAT, self.desk.look.icon(entry.kind, "muted" if entry.kind == "info" else entry.kind))
        line.setData(WHEN, ENTRY, entry)
        spoken = f"{clock(entry)}, {self.words(f'log.kind_{entry.kind}')}: {entry.text(self.words)}"
        line.setData(WHEN, Qt.ItemDataRole.AccessibleTextRole, spoken)
        return line

    def _choose(self, index: int) -> None:
        self.state.kind = CHOICES[index]
        self.draw()

    def _seek(self, text: str) -> None:
        self.state.sought = text
        self.draw()

    def _narrow(self, on: bool) -> None:
        self.state.now = on
        self.draw()
