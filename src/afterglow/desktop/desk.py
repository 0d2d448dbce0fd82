"""What every panel is handed: the words, the look, the colours of the screen, the settings, the bridge to work,
the log, and the strip to speak on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale

from afterglow.desktop.bridge import Bridge
from afterglow.desktop.log import Log
from afterglow.desktop.look import Look
from afterglow.desktop.screen import Screen
from afterglow.desktop.settings import Settings, WindowSettings
from afterglow.desktop.widgets.strip import Message, Strip
from afterglow.desktop.words import Words, nearest
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOM = "window"


class Desk:
    """One for each window."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        self.settings = settings
        self.own = settings.read(ROOM, WindowSettings)
        self.words = Words(self.own.language or nearest(QLocale().uiLanguages()))
        self.look = Look(app, self.own.theme)
        self.screen = Screen()
        self.bridge = Bridge()
        self.models_changed: list[Callable[[], object]] = []  # called when one was added or removed here
        self.log = Log(self.words)
        self.strip = Strip(self.words, self.look)
        self.strip.said.append(self._write_down)

    def keep(self, **changes: Any) -> None:
        """Change the window's own settings, and write them down."""
        self.own = replace(self.own, **changes)
        self.keep_table(ROOM, self.own)

    def keep_table(self, room: str, table: Any) -> None:
        """Write down a panel's settings. A folder that cannot be written is no reason to stop: it is said."""
        with self.saying():
            self.settings.keep(room, table)

    def speak(self, language: str) -> None:
        """Say everything in this language from now on; "" is the system's."""
        self.words.choose(language or nearest(QLocale().uiLanguages()))
        self.keep(language=language)

    def wear(self, theme: str) -> None:
        """Show everything in this theme from now on; "system" follows the system's."""
        self.look.choose(theme)
        self.keep(theme=theme)

    def colour(self, choice: str) -> None:
        """Show pictures in these colours from now on: "system", "srgb", or the file of a screen's profile."""
        with self.saying():
            self.screen.choose(choice)
            if choice != self.own.screen:
                self.keep(screen=choice)

    @contextmanager
    def saying(self) -> Iterator[None]:
        """What is refused meanwhile is said in the strip, and changes nothing."""
        try:
            yield
        except AfterglowError as problem:
            self.strip.problem(problem)

    def _write_down(self, message: Message) -> None:
        if message.error:
            self.log.failed(message.error)
        else:
            self.log.note(message.kind, message.key, **message.values)
