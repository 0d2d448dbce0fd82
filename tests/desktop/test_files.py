from pathlib import Path

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtCore import QMimeData, QUrl

from afterglow.desktop.files import files_in, on_the_web, shown


def test_only_files_of_this_machine_are_taken():
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/p/a.jpg"), QUrl("https://example.org/b.jpg")])
    assert files_in(data) == [Path("/p/a.jpg")]


def text(words):
    data = QMimeData()
    data.setText(words)
    return data


def test_places_that_were_copied_as_text_are_files(monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    assert files_in(text(' "/p/my a.jpg" \n/p/b.jpg\n')) == [Path("/p/my a.jpg"), Path("/p/b.jpg")]
    assert files_in(text("file:///p/my%20a.jpg")) == [Path("/p/my a.jpg")]
    assert files_in(text("~/a.jpg")) == [Path("/home/me/a.jpg")]


@pytest.mark.parametrize("words", ["", "hello", "a.jpg", "/p/a.jpg\nand more", "https://example.org/b.jpg"])
def test_other_text_names_no_file(words):
    assert files_in(text(words)) == []


def test_an_address_on_the_web_is_told_from_nothing():
    assert on_the_web(text("https://example.org/b.jpg"))
    assert not on_the_web(text("hello"))
    assert not on_the_web(None)
    assert files_in(None) == []


def test_what_is_in_the_users_own_folder_is_shown_shorter(monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("USERPROFILE", "/home/me")
    assert shown(Path("/home/me/pictures/a")) == str(Path("~/pictures/a"))
    assert shown(Path("/home/menu")) == str(Path("/home/menu"))
    assert shown(None) == ""
