"""How everything is drawn: the theme chosen, worn by the application, and its icons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap

from afterglow.desktop.theme import DARK, LIGHT, THEMES, Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ICONS = Path(__file__).parent / "icons"
SYSTEM = "system"
CHOICES = (SYSTEM, *THEMES)
ICON_SIDE = 20


class Look:
    """The theme in force. Whoever paints by hand asks it for colours, and adds `draw` to `changed`."""

    def __init__(self, app: QApplication, choice: str) -> None:
        self.choice = choice if choice in CHOICES else SYSTEM
        self.changed: list[Callable[[], object]] = []
        self._app = app
        self._bound: list[tuple[Callable[[QIcon], object], str, str]] = []
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(lambda _: self._wear())
        self._wear()

    def choose(self, choice: str) -> None:
        """Wear this theme; "system" wears what the system does."""
        self.choice = choice
        self._wear()

    @property
    def theme(self) -> Theme:
        if self.choice != SYSTEM:
            return THEMES[self.choice]
        light = self._app.styleHints().colorScheme() == Qt.ColorScheme.Light
        return LIGHT if light else DARK

    def bind(self, show: Callable[[QIcon], object], name: str, role: str = "text") -> None:
        """Show an icon with `show`, such as a button's `setIcon`, now and in each theme chosen later."""
        self._bound.append((show, name, role))
        show(self.icon(name, role))

    def icon(self, name: str, role: str = "text") -> QIcon:
        """An icon in the theme's colours: plain (in that of `role`), chosen and out of reach."""
        theme = self.theme
        colour = getattr(theme, role)
        icon = QIcon()
        states = (
            (QIcon.Mode.Normal, QIcon.State.Off, colour),
            (QIcon.Mode.Normal, QIcon.State.On, theme.accent if role == "text" else colour),
            (QIcon.Mode.Disabled, QIcon.State.Off, theme.faint),
        )
        sharpest = max(screen.devicePixelRatio() for screen in self._app.screens())
        for mode, state, shade in states:
            for ratio in {1.0, sharpest}:
                icon.addPixmap(drawn(name, shade, ICON_SIDE, ratio), mode, state)
        return icon

    def _wear(self) -> None:
        self._app.setPalette(palette(self.theme))
        worn = sheet(self.theme)
        if worn != self._app.styleSheet():  # all widgets are measured anew by it
            self._app.setStyleSheet(worn)
        self._bound = [
            (show, name, role) for show, name, role in self._bound if self._shows(show, name, role)
        ]
        for draw in list(self.changed):
            draw()

    def _shows(self, show: Callable[[QIcon], object], name: str, role: str) -> bool:
        try:
            show(self.icon(name, role))
        except RuntimeError:  # what Qt says of a widget that has gone
            return False
        return True


def drawn(name: str, colour: str, side: int, ratio: float = 1) -> QPixmap:
    """An icon of `icons/` as a picture."""
    from PySide6.QtSvg import QSvgRenderer

    source = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's own roles, for what the sheet does not reach."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in (
        (roles.Window, theme.panel),
        (roles.WindowText, theme.text),
        (roles.Base, theme.raised),
        (roles.AlternateBase, theme.panel),
        (roles.Text, theme.text),
        (roles.PlaceholderText, theme.muted),
        (roles.Button, theme.raised),
        (roles.ButtonText, theme.text),
        (roles.ToolTipBase, theme.raised),
        (roles.ToolTipText, theme.text),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent),
        (roles.Accent, theme.accent),
        (roles.Link, theme.accent),
        (roles.Light, theme.raised),
        (roles.Mid, theme.line),
        (roles.Dark, theme.line),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return made


def sheet(theme: Theme) -> str:
    """The style sheet, with the theme's colours put in."""
    text = (Path(__file__).parent / "sheet.qss").read_text(encoding="utf-8")
    colours = {name: value for name, value in vars(theme).items() if name != "name"}
    for name in sorted(colours, key=len, reverse=True):
        text = text.replace(f"@{name}", colours[name])
    return text.replace("@icons", ICONS.as_posix()).replace("@theme", theme.name)
