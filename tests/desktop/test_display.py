"""A window that cannot be shown is refused in a sentence, before Qt ends the process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)
if not sys.platform.startswith("linux"):
    pytest.skip("X11 is asked on Linux only", allow_module_level=True)

from PySide6.QtCore import QLibraryInfo

from afterglow.desktop.display import NoWindow, refuse_unless_loadable, refuse_unless_reachable

PLUGIN = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms/libqxcb.so"


def test_a_library_that_x11_lacks_is_named_with_what_to_install(tmp_path):
    # Away from its place the part finds none of Qt's own libraries beside it.
    alone = tmp_path / PLUGIN.name
    alone.write_bytes(PLUGIN.read_bytes())
    with pytest.raises(NoWindow) as refused:
        refuse_unless_loadable(alone)
    assert refused.value.message.startswith("Windows on X11 need lib")
    assert "apt install libxcb-cursor0" in refused.value.hint


def test_a_display_that_does_not_answer_is_named():
    with pytest.raises(NoWindow, match="the display :4711 does not answer"):
        refuse_unless_reachable(":4711")


def test_no_display_is_no_screen(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(NoWindow, match="there is no screen"):
        refuse_unless_reachable("")


def test_the_command_says_one_sentence_and_ends_with_an_error():
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-m", "afterglow", "desktop"]
    done = subprocess.run(
        command, env={**bare, "QT_QPA_PLATFORM": "xcb"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    said = done.stderr.strip()
    assert said.startswith(("afterglow: Windows on X11 need lib", "afterglow: No window can be shown: "))
    assert "\n" not in said
