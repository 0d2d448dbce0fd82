"""Opening the window: from the command line, and from Python."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.desktop.display import NoWindow, refuse_without_display

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from afterglow.desktop.window import Window

NAME = "Afterglow"
TURN = 0.0005  # seconds that a thread keeps Python to itself while the window waits for it
WAKE = 250  # milliseconds after which Python looks for a Ctrl-C that came while Qt was waiting


def main(words: Sequence[str] | None = None) -> int:
    """`afterglow desktop`: open the window and stay until it is closed."""
    app, window = open_window(sys.argv[1:] if words is None else words)
    from PySide6.QtCore import QTimer

    signal.signal(signal.SIGINT, lambda *_: window.close())
    waking = QTimer(interval=WAKE)
    waking.timeout.connect(lambda: None)
    waking.start()
    return app.exec()


def open_window(arguments: Sequence[str] = ()) -> tuple[QApplication, Window]:
    """The window, shown, and its application, whose `exec` runs it; `arguments` are those of the command."""
    asked = _asked(arguments)
    # Each call to Qt hands Python over and takes it back: at Python's own 5 ms a turn, painting would take for ever.
    sys.setswitchinterval(TURN)
    app = application()
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.settings import Settings
    from afterglow.desktop.window import Window

    window = Window(Desk(app, Settings()))
    window.go_to(asked.panel or window.desk.own.panel)
    window.show()
    if asked.files:
        window.take([Path(file) for file in asked.files])
    return app, window


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    from afterglow.desktop.panels import PANELS

    parser = argparse.ArgumentParser(prog="afterglow desktop", description="Open the window.")
    parser.add_argument("files", nargs="*", metavar="FILE-or-FOLDER", help="what to open in it")
    parser.add_argument("--panel", choices=PANELS, help="the page to open it at")
    return parser.parse_args(list(arguments))


def application() -> QApplication:
    """Qt's application: the one that runs, or a new one."""
    try:
        from PySide6.QtCore import QCoreApplication
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError)
        raise NoWindow(
            f"The window needs Qt, which {'is not installed' if missing else 'cannot load'} here ({error})",
            "Install it with: pip install 'afterglow[desktop]'"
            if missing
            else "On Debian and Ubuntu: apt install libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1",
        ) from error
    running = QCoreApplication.instance()
    if isinstance(running, QApplication):
        return running
    refuse_without_display()
    QApplication.setApplicationName(NAME)
    QApplication.setDesktopFileName("afterglow")
    return QApplication([NAME])
