from pathlib import Path

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtCore import QMimeData, QUrl

from afterglow.desktop.files import files_in, shown


def test_only_files_of_this_machine_are_taken():
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/p/a.jpg"), QUrl("https://example.org/b.jpg")])
    assert files_in(data) == [Path("/p/a.jpg")]


def test_what_is_in_the_users_own_folder_is_shown_shorter(monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("USERPROFILE", "/home/me")
    assert shown(Path("/home/me/pictures/a")) == str(Path("~/pictures/a"))
    assert shown(Path("/home/menu")) == str(Path("/home/menu"))
    assert shown(None) == ""
