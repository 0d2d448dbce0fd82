import os
import shutil
import subprocess
import sys

import pytest

from afterglow.errors import UnreadableFile
from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from afterglow.desktop.profiles import is_of_rgb_screen, profile_in
from tests.desktop.profiles import of_gray, swapped

HANG_UP = """
import ctypes, sys
x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_void_p
display = ctypes.c_void_p(x11.XOpenDisplay(None))
root, numbers = ctypes.c_ulong(x11.XDefaultRootWindow(display)), ctypes.c_ulong(6)
for name, profile in (("_ICC_PROFILE", bytes.fromhex(sys.argv[1])), ("_ICC_PROFILE_1", b"torn")):
    atom = ctypes.c_ulong(x11.XInternAtom(display, name.encode(), False))
    x11.XChangeProperty(display, root, atom, numbers, 8, 0, profile, len(profile))
x11.XCloseDisplay(display)
"""
"""Gives the first screen of an X server a profile, and the second one something that is none."""

ASK = """
from PySide6.QtGui import QGuiApplication, QWindow
from afterglow.desktop import profiles
app = QGuiApplication([])
window = QWindow()
window.show()
print((profiles.profile_of(window) or b"").hex(), profiles._from_x11(1), profiles._from_x11(2))
"""


@pytest.fixture
def x_server():
    """An X server of its own, without a screen to be seen; its display's name."""
    if shutil.which("Xvfb") is None:
        pytest.skip("there is no Xvfb to show windows to")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-noreset", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def test_a_profile_is_read_from_its_file(tmp_path):
    (tmp_path / "my.icc").write_bytes(swapped())
    assert profile_in(tmp_path / "my.icc") == swapped()


def test_what_describes_no_rgb_screen_is_refused_in_a_sentence(tmp_path):
    printer = bytearray(swapped())
    printer[12:16] = b"prtr"
    for torn in (b"", b"no profile", swapped()[:200], of_gray(), bytes(printer)):
        (tmp_path / "my.icc").write_bytes(torn)
        with pytest.raises(UnreadableFile, match=r"my\.icc is no colour profile of a screen\. Choose"):
            profile_in(tmp_path / "my.icc")


def test_a_folder_and_what_is_not_there_are_refused_too(tmp_path):
    with pytest.raises(UnreadableFile, match="is no colour profile"):
        profile_in(tmp_path)
    with pytest.raises(UnreadableFile, match=r"gone\.icc is not there"):
        profile_in(tmp_path / "gone.icc")


def test_profiles_of_common_screens_are_understood():
    from PySide6.QtGui import QColorSpace

    for space in (QColorSpace.NamedColorSpace.DisplayP3, QColorSpace.NamedColorSpace.AdobeRgb):
        assert is_of_rgb_screen(QColorSpace(space).iccProfile().data())


def test_an_x_server_is_asked_for_the_profile_of_each_screen(x_server):
    here = {**os.environ, "DISPLAY": x_server, "QT_QPA_PLATFORM": "xcb"}
    subprocess.run([sys.executable, "-c", HANG_UP, swapped().hex()], env=here, check=True)
    told = subprocess.run([sys.executable, "-c", ASK], env=here, capture_output=True, text=True)
    if "Could not load the Qt platform plugin" in told.stderr:
        pytest.skip("Qt cannot show windows to an X server here")
    assert told.stdout.split() == [swapped().hex(), repr(b"torn"), "None"]
