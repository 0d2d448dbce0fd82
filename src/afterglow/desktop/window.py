"""The window: a side bar of panels, the panel chosen, its menus, and the strip below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QShowEvent,
    QWindow,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from afterglow.desktop import screen as screens
from afterglow.desktop.files import files_in
from afterglow.desktop.look import CHOICES
from afterglow.desktop.panels import PANELS, open_panel
from afterglow.desktop.panels.panel import MENUS, Panel
from afterglow.desktop.widgets.asking import file_to_open
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
        self._place: QWindow | None = None  # where it is shown, as the system sees it
        self._bar = self._side_bar()
        middle = QWidget()
        middle.setLayout(row(self._bar, self._page_and_strip(), gap=0))
        self.setCentralWidget(middle)
        self.resize(FIRST_SIZE)
        if desk.own.geometry:
            self.restoreGeometry(QByteArray.fromBase64(desk.own.geometry.encode()))
        desk.words.changed.append(self.draw)
        desk.colour(desk.own.screen)

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
        self.panels[name].setFocus()  # else the keyboard would still stand at another door
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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._place is None:
            self._place = self.windowHandle()
            self._place.screenChanged.connect(self._look_at_screen)
            self._look_at_screen()

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
        self._add_choices(settings.addMenu(words("shell.screen")), self._screens())

    def _add_leaving(self, menu: QMenu) -> None:
        menu.addSeparator()
        leaving = menu.addAction(self.desk.words("shell.quit"))
        leaving.setShortcut(QKeySequence.StandardKey.Quit)
        leaving.triggered.connect(lambda: self.close())

    def _languages(self) -> list[QAction]:
        """One for each language, called as those call it who speak it."""
        words, speak = self.desk.words, self.desk.speak
        return [
            plain(_choice(name, language == words.language, partial(speak, language)))
            for language, name in LANGUAGES.items()
        ]

    def _themes(self) -> list[QAction]:
        words, look = self.desk.words, self.desk.look
        return [
            _choice(words(f"shell.theme_{theme}"), theme == look.choice, partial(self._wear, theme))
            for theme in CHOICES
        ]

    def _screens(self) -> list[QAction]:
        """What colours the screen is taken to have."""
        words, screen = self.desk.words, self.desk.screen
        made = [
            _choice(words(f"shell.screen_{choice}"), choice == screen.choice, partial(self._colour, choice))
            for choice in screens.CHOICES
        ]
        file = screen.file
        said = words("shell.screen_this_file", name=file.name) if file else words("shell.screen_file")
        return [*made, _choice(said, file is not None, self._ask_for_profile)]

    def _wear(self, theme: str) -> None:
        self.desk.wear(theme)
        self.draw()

    def _ask_for_profile(self) -> None:
        file = file_to_open(self.desk, self, "shell.screen_file", [("shell.profiles", [".icc", ".icm"])])
        if file:
            self.desk.colour(str(file))
        self.draw()

    def _look_at_screen(self) -> None:
        if self._place:
            self.desk.screen.stand_on(self._place)

    def _colour(self, choice: str) -> None:
        self.desk.colour(choice)
        self.draw()

    def _add_choices(self, menu: QMenu, actions: Sequence[QAction]) -> None:
        group = QActionGroup(menu)
        for action in actions:
            action.setParent(menu)
            group.addAction(action)
            menu.addAction(action)


def _choice(text: str, chosen: bool, do: Callable[[], object]) -> QAction:
    """One of several; its menu owns it."""
    made = QAction(text)
    made.setCheckable(True)
    made.setChecked(chosen)
    made.triggered.connect(lambda: do())
    return made


def _large(door: QAction) -> QToolButton:
    made = QToolButton()
    made.setDefaultAction(door)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    made.setIconSize(QSize(24, 24))
    made.setFixedWidth(76)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
