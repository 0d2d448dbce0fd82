"""What the window stands on gives back what it took: else a process ends in the middle of its work."""

import sys

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from afterglow.desktop.opening import application

MANY = 500


def test_qt_does_not_use_up_what_all_of_python_shares():
    from PySide6.QtWidgets import QLabel

    application()
    shown = QLabel()
    before = sys.getrefcount(None), sys.getrefcount(False)
    for number in range(MANY):
        shown.setText(str(number))
        shown.setVisible(False)
        assert not shown.isVisible()
    after = sys.getrefcount(None), sys.getrefcount(False)
    assert after[0] > before[0] - MANY / 2
    assert after[1] > before[1] - MANY / 2
