"""Whether a window can be shown here. Where it cannot, Qt ends the process with a page of text: it is asked first."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from pathlib import Path

from afterglow.errors import AfterglowError

X11 = "xcb"  # what Qt calls it
PACKAGES = "On Debian and Ubuntu: apt install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0"


class NoWindow(AfterglowError):
    """Qt is not installed, or cannot show anything here."""


def refuse_without_display() -> None:
    """Raise `NoWindow` where Qt would find no screen, or lacks what it needs for windows on X11."""
    if sys.platform.startswith("linux") and _platform() == X11:
        from PySide6.QtCore import QLibraryInfo

        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        refuse_unless_loadable(plugins / "platforms/libqxcb.so")
        refuse_unless_reachable(os.environ.get("DISPLAY", ""))


def refuse_unless_loadable(plugin: Path) -> None:
    """Raise `NoWindow` where a library is missing that Qt's part for X11 needs."""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        library = str(error).partition(":")[0]
        raise NoWindow(f"Windows on X11 need {library}, which is not here", PACKAGES) from error


def refuse_unless_reachable(display: str) -> None:
    """Raise `NoWindow` where nobody answers at that X11 display; "" is none."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    for ask in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        ask.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    unreachable = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    if unreachable:
        named = f"the display {display} does not answer" if display else "there is no screen"
        raise NoWindow(f"No window can be shown: {named}", "Start it on a desktop, or over ssh with -X.")


def _platform() -> str:
    """Where Qt will try to show its windows first."""
    asked = os.environ.get("QT_QPA_PLATFORM") or ("wayland" if os.environ.get("WAYLAND_DISPLAY") else X11)
    return re.split("[;:]", asked)[0]
