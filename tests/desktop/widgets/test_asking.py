from pathlib import Path

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from afterglow.desktop.widgets import asking


@pytest.fixture
def plain_dialogs():
    """Dialogs of Qt's own, which a test can fill in."""
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def answer(name):
    """Type `name` into the dialog that will come, and accept it; "" leaves it."""

    def fill():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, fill)
            return
        dialog.findChild(QLineEdit, "fileNameEdit").setText(name)
        dialog.accept() if name else dialog.reject()

    QTimer.singleShot(20, fill)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"picture")
    return path


def test_the_files_chosen_come_back_and_the_folder_is_remembered(window, plain_dialogs, picture):
    answer(str(picture))
    assert asking.files_to_open(window.desk, window, "shell.photos", [("shell.photos", [".png"])]) == [
        picture
    ]
    assert Path(window.desk.own.folder) == picture.parent
    answer("a.png")
    assert asking.file_to_open(window.desk, window, "shell.photos") == picture


def test_a_file_to_save_begins_where_the_last_one_ended(window, plain_dialogs, picture):
    window.desk.keep(folder=str(picture.parent))
    answer("new.html")
    assert asking.file_to_save(window.desk, window, "shell.photos", "b.html") == picture.parent / "new.html"


def test_a_question_that_is_left_changes_nothing(window, plain_dialogs):
    for ask in (asking.file_to_open, asking.folder_to_use):
        answer("")
        assert ask(window.desk, window, "shell.photos") is None
    answer("")
    assert asking.files_to_open(window.desk, window, "shell.photos") == []
    assert window.desk.own.folder == ""
