"""ICC profiles of screens: out of a file, and from the system, where it has one for the screen."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QColorSpace, QGuiApplication

from afterglow.errors import UnreadableFile

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

MOST = 16 << 20  # bytes of a profile: those of screens have thousands, seldom millions


def profile_in(path: Path) -> bytes:
    """The profile in a file; raises `UnreadableFile` where it is none of an RGB screen."""
    try:
        found = _contents(path)
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path.name} is not there", "Check the name and the folder.") from error
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened", "Is the drive still connected?") from error
    if not is_of_rgb_screen(found):
        hint = "Choose the .icc or .icm file that was made for this screen."
        raise UnreadableFile(f"{path.name} is no colour profile of a screen", hint)
    return found


def profile_of(window: QWindow) -> bytes | None:
    """What the system says of the screen that a window stands on; None where it says nothing that can be used."""
    platform = QGuiApplication.platformName()
    found = None
    if platform == "xcb":
        found = _from_x11(QGuiApplication.screens().index(window.screen()))
    elif platform == "windows":
        found = _from_windows(int(window.winId()))
    return found if found and is_of_rgb_screen(found) else None


def is_of_rgb_screen(profile: bytes) -> bool:
    """Does it describe a screen of red, green and blue, and can colours be brought there?"""
    if profile[12:20] != b"mntrRGB " or profile[36:40] != b"acsp":
        return False
    space = QColorSpace.fromIccProfile(profile)
    return space.isValidTarget() and space.colorModel() == QColorSpace.ColorModel.Rgb


def _contents(path: Path) -> bytes:
    if not path.is_file() and path.exists():
        return b""  # a folder, or a pipe that would be waited for
    with path.open("rb") as file:
        return file.read(MOST)


def _from_x11(head: int) -> bytes | None:
    """The root window's property: `_ICC_PROFILE` for the first screen, `_ICC_PROFILE_1` for the second …"""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_void_p
    opened = x11.XOpenDisplay(None)
    if not opened:
        return None
    display = ctypes.c_void_p(opened)
    try:
        name = f"_ICC_PROFILE_{head}" if head else "_ICC_PROFILE"
        atom = x11.XInternAtom(display, name.encode(), True)
        return _property(x11, display, atom) if atom else None
    finally:
        x11.XCloseDisplay(display)


def _property(x11: ctypes.CDLL, display: ctypes.c_void_p, atom: int) -> bytes | None:
    """A property of the root window that is made of bytes."""
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    kind, width, data = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_void_p()
    count, left = ctypes.c_ulong(), ctypes.c_ulong()
    told = (kind, width, count, left, data)
    length, keep, any_kind = ctypes.c_long(MOST // 4), False, ctypes.c_ulong(0)
    x11.XGetWindowProperty(
        display,
        root,
        ctypes.c_ulong(atom),
        ctypes.c_long(0),
        length,
        keep,
        any_kind,
        *map(ctypes.byref, told),
    )
    if not data:
        return None
    try:
        return ctypes.string_at(data, count.value) if width.value == 8 else None
    finally:
        x11.XFree(data)


def _from_windows(handle: int) -> bytes | None:
    """The profile that Windows has for the monitor on which most of the window is."""
    if sys.platform != "win32":
        return None
    from ctypes import wintypes

    class Monitor(ctypes.Structure):
        _fields_ = (
            ("cbSize", wintypes.DWORD),
            ("rcMonitor", wintypes.RECT),
            ("rcWork", wintypes.RECT),
            ("dwFlags", wintypes.DWORD),
            ("szDevice", wintypes.WCHAR * 32),
        )

    user, gdi = ctypes.windll.user32, ctypes.windll.gdi32
    user.MonitorFromWindow.restype = gdi.CreateDCW.restype = wintypes.HANDLE
    nearest = 2
    monitor = Monitor(cbSize=ctypes.sizeof(Monitor))
    on = wintypes.HANDLE(user.MonitorFromWindow(wintypes.HWND(handle), nearest))
    if not user.GetMonitorInfoW(on, ctypes.byref(monitor)):
        return None
    context = wintypes.HDC(gdi.CreateDCW(monitor.szDevice, None, None, None))
    if not context:
        return None
    try:
        size = wintypes.DWORD(0)
        gdi.GetICMProfileW(context, ctypes.byref(size), None)
        name = ctypes.create_unicode_buffer(size.value + 1)
        found = gdi.GetICMProfileW(context, ctypes.byref(size), name)
        return _contents(Path(name.value)) if found else None
    except OSError:
        return None
    finally:
        gdi.DeleteDC(context)
