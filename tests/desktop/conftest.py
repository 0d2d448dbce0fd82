"""Tests of the window run without a screen, each with folders of its own for what the window keeps."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def why_not() -> str:
    """Why Qt cannot be used here; "" where it can."""
    try:
        from PySide6 import QtSvg, QtWidgets  # noqa: F401
    except ImportError as error:
        return f"Qt cannot load here: {error}"
    return ""


@pytest.fixture
def home(tmp_path_factory, monkeypatch):
    """Folders of its own for settings, models and the record of work, with one tiny model among the models."""
    from tests.cli import tiny_model

    place = tmp_path_factory.mktemp("home")
    tiny_model.install(place / "models")
    for name, folder in (("CONFIG", "config"), ("MODELS", "models"), ("STATE", "state")):
        monkeypatch.setenv(f"AFTERGLOW_{name}", str(place / folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    return place


@pytest.fixture
def desk(home):
    """What a panel is handed, without a window."""
    if why_not():
        pytest.skip(why_not())
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.opening import application
    from afterglow.desktop.settings import Settings

    made = Desk(application(), Settings())
    yield made
    made.bridge.close()


@pytest.fixture
def window(home):
    """The window, open at its first panel and in English."""
    if why_not():
        pytest.skip(why_not())
    from afterglow.desktop import open_window

    (home / "config").mkdir()
    (home / "config/desktop.toml").write_text('[window]\nlanguage = "en"\ntheme = "dark"\n')
    from PySide6.QtTest import QTest

    _, window = open_window([])
    QTest.qWaitForWindowActive(window)  # keys go to the window that is active
    yield window
    window.close()
    window.deleteLater()
