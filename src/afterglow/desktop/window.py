"""The window: a side bar of panels, the panel chosen, its menus, and the strip below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from afterglow.desktop.files import files_in
from afterglow.desktop.look import CHOICES
from afterglow.desktop.panels import PANELS, open_panel
from afterglow.desktop.panels.panel import MENUS, Panel
from afterglow.desktop.widgets.pieces import column, frame, plain, row
from afterglow.desktop.words import LANGUAGES

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

FIRST_SIZE = QSize(1280, 820)


class Window(QMainWindow):
    """The one window of a process. Panels are made when they are first gone to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.panels: dict[str, Panel] = {}
        self.doors: dict[str, QAction] = {}
        self._pages = QStackedWidget()
        self._bar = self._side_bar()
        middle = QWidget()
        middle.setLayout(row(self._bar, self._page_and_strip(), gap=0))
        self.setCentralWidget(middle)
        self.resize(FIRST_SIZE)
        if desk.own.geometry:
            self.restoreGeometry(QByteArray.fromBase64(desk.own.geometry.encode()))
        desk.words.changed.append(self.draw)

    @property
    def panel(self) -> Panel:
        """The panel that is shown."""
        shown = self._pages.currentWidget()
        assert isinstance(shown, Panel)
        return shown

    def go_to(self, name: str) -> None:
        """Show a panel; an unknown name shows the first."""
        name = name if name in PANELS else next(iter(PANELS))
        if name not in self.panels:
            self.panels[name] = open_panel(name, self.desk)
            self._pages.addWidget(self.panels[name])
        self._pages.setCurrentWidget(self.panels[name])
        self.doors[name].setChecked(True)
        self.draw()

    def take(self, files: Sequence[Path]) -> None:
        """Open files and folders in the panel that is shown."""
        self.panel.take(files)

    def draw(self) -> None:
        """Write the title and the menus in the words of now."""
        self.setWindowTitle("Afterglow")
        self._fill_menu_bar()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(files_in(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        for panel in self.panels.values():
            panel.leave()
        geometry = self.saveGeometry().toBase64().toStdString()
        self.desk.keep(geometry=geometry, panel=self.panel.name)
        self.desk.bridge.close()
        super().closeEvent(event)

    def _side_bar(self) -> QWidget:
        group = QActionGroup(self)
        buttons: list[QWidget | None] = []
        for number, name in enumerate(PANELS, 1):
            door = QAction(self)
            door.setCheckable(True)
            door.setShortcut(QKeySequence(f"Ctrl+{number}"))
            door.triggered.connect(lambda _=False, name=name: self.go_to(name))
            self.desk.words.bind(door.setText, f"shell.{name}")
            self.desk.look.bind(door.setIcon, name)
            group.addAction(door)
            self.doors[name] = door
            buttons.append(_large(door))
        return frame("sidebar", column(*buttons, None, gap=4), margin=6)

    def _page_and_strip(self) -> QWidget:
        made = QWidget()
        made.setLayout(column(self._pages, self.desk.strip, gap=0))
        return made

    def _fill_menu_bar(self) -> None:
        words, bar = self.desk.words, self.menuBar()
        for old in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            old.setParent(None)
            old.deleteLater()
        bar.clear()
        for name in MENUS:
            menu = bar.addMenu(words(f"shell.menu_{name}"))
            for action in self.panel.menus[name]:
                menu.addAction(action) if action else menu.addSeparator()
            if name == "file":
                self._add_leaving(menu)
            menu.menuAction().setVisible(not menu.isEmpty())
        going = bar.addMenu(words("shell.menu_go"))
        going.addActions(list(self.doors.values()))
        settings = bar.addMenu(words("shell.menu_settings"))
        self._add_choices(settings.addMenu(words("shell.language")), self._languages())
        self._add_choices(settings.addMenu(words("shell.theme")), self._themes())

    def _add_leaving(self, menu: QMenu) -> None:
        menu.addSeparator()
        leaving = menu.addAction(self.desk.words("shell.quit"))
        leaving.setShortcut(QKeySequence.StandardKey.Quit)
        leaving.triggered.connect(lambda: self.close())

    def _languages(self) -> list[QAction]:
        """One for each language, called as those call it who speak it."""
        made = []
        for language, name in LANGUAGES.items():
            action = QAction(name, self)
            plain(action)
            action.setCheckable(True)
            action.setChecked(language == self.desk.words.language)
            action.triggered.connect(lambda _=False, language=language: self.desk.speak(language))
            made.append(action)
        return made

    def _themes(self) -> list[QAction]:
        made = []
        for theme in CHOICES:
            action = QAction(self.desk.words(f"shell.theme_{theme}"), self)
            action.setCheckable(True)
            action.setChecked(theme == self.desk.look.choice)
            action.triggered.connect(lambda _=False, theme=theme: self._wear(theme))
            made.append(action)
        return made

    def _wear(self, theme: str) -> None:
        self.desk.wear(theme)
        self.draw()

    def _add_choices(self, menu: QMenu, actions: Sequence[QAction]) -> None:
        group = QActionGroup(menu)
        for action in actions:
            action.setParent(menu)
            group.addAction(action)
            menu.addAction(action)


def _large(door: QAction) -> QToolButton:
    made = QToolButton()
    made.setDefaultAction(door)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    made.setIconSize(QSize(24, 24))
    made.setFixedWidth(76)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
