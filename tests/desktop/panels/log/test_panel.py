import pytest

from afterglow.errors import CannotWrite
from tests.desktop.person import press, strike


@pytest.fixture
def panel(window):
    window.desk.log.note("good", "shell.quit")
    window.desk.log.failed(CannotWrite("b.png cannot be written", "Free some space."))
    window.go_to("log")
    window.activateWindow()
    return window.panel


def lines(panel):
    return [panel.list.topLevelItem(index).text(1) for index in range(panel.list.topLevelItemCount())]


def clipboard():
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.clipboard().text()


def test_it_shows_what_happened_and_what_happens(panel):
    assert lines(panel) == ["b.png cannot be written. Free some space.", "Quit"]
    panel.desk.strip.say("good", "shell.theme")
    assert lines(panel)[0] == "Theme"


def test_a_kind_is_chosen_and_kept(panel, window):
    panel.kinds.setCurrentIndex(1)
    assert lines(panel) == ["Quit"]
    window.close()
    assert window.desk.settings.read("log", type(panel.state.settings)).kind == "good"


def test_words_are_sought_from_the_keyboard(panel):
    from PySide6.QtTest import QTest

    panel.commands["find"].trigger()
    QTest.keyClicks(panel.sought, "space")
    assert lines(panel) == ["b.png cannot be written. Free some space."]
    QTest.keyClicks(panel.sought, "zzz")
    assert panel.nothing.isVisible()
    assert not panel.list.isVisible()


def test_all_or_the_lines_chosen_are_copied(panel):
    panel.commands["copy"].trigger()
    assert len(clipboard().splitlines()) == 2
    panel.list.setCurrentItem(panel.list.topLevelItem(1))
    strike(panel.list, "Ctrl+C")
    assert clipboard().rstrip().endswith("Done\tQuit")


def test_this_session_is_one_press_away(panel):
    press(panel.now)
    assert panel.state.now
    assert len(lines(panel)) == 2


def test_it_reads_in_the_language_chosen(panel, window):
    window.desk.speak("zh-Hant")
    assert lines(panel)[1] == "結束"
    assert panel.list.headerItem().text(0) == "時間"


def test_a_log_that_cannot_be_kept_is_said_in_place(panel):
    panel.desk.log.problem = CannotWrite("The log cannot be kept: no space left", "Can it be written?")
    panel.draw()
    assert panel.trouble.isVisible()
