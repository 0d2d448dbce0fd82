"""What a person does at the window: press, type, drag, and wait until it is so."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 180  # seconds after which a test gives up


def until(so: Callable[[], object], what: str = "") -> None:
    """Let the window work until it is so."""
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, f"waited in vain{' for ' + what if what else ''}"
        rest(0.01)


def rest(seconds: float) -> None:
    """Do nothing for a while, as the window does between two events; `qWait` would hold up its threads."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def open_in(window, files) -> None:
    """Open files and folders in the panel that is shown, and wait until they have been looked through."""
    window.take(files)
    until(lambda: not window.panel.finding.busy, "the files")


def press(widget) -> None:
    """Click a button with the mouse."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    assert widget.isVisible(), "nobody can press what is not shown"
    assert widget.isEnabled(), "it cannot be pressed now"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def strike(widget, keys: str) -> None:
    """Press keys such as "Ctrl+S"."""
    from PySide6.QtGui import QKeySequence
    from PySide6.QtTest import QTest

    QTest.keySequence(widget, QKeySequence(keys))
