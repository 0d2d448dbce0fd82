import threading
from pathlib import Path

import pytest

from afterglow.errors import AfterglowError, UnreadableFile
from tests.desktop.conftest import why_not
from tests.desktop.person import until

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from afterglow.desktop.bridge import Bridge


@pytest.fixture
def bridge():
    app = QCoreApplication.instance() or QApplication([])
    made = Bridge()
    yield made
    made.close()
    del app


def test_what_work_makes_comes_back_in_the_windows_thread(bridge):
    told = []
    bridge.start(lambda progress: threading.current_thread(), told.append, told.append)
    bridge.start(lambda progress: 1, lambda _: told.append(threading.current_thread()), told.append)
    until(lambda: len(told) == 2)
    assert told[0] is not threading.main_thread()
    assert told[1] is threading.main_thread()


def test_work_of_one_lane_goes_one_after_the_other(bridge):
    order = []
    for number in range(20):
        bridge.start(lambda progress, number=number: order.append(number), lambda _: None, lambda _: None)
    until(lambda: len(order) == 20)
    assert order == sorted(order)


def test_what_goes_wrong_is_told_in_our_words(bridge):
    told = []
    bridge.start(lambda progress: 1 / 0, told.append, told.append)
    bridge.start(lambda progress: Path("/not/there").read_bytes(), told.append, told.append)
    until(lambda: len(told) == 2)
    assert isinstance(told[0], AfterglowError)
    assert isinstance(told[1], UnreadableFile)


def test_stopped_work_leaves_at_its_next_tile_and_says_nothing_else(bridge):
    told, under_way = [], threading.Event()

    def work(progress):
        under_way.set()
        while True:
            progress(0.5)

    task = bridge.start(work, told.append, told.append, stopped=lambda: told.append("stopped"))
    under_way.wait(10)
    task.stop()
    until(lambda: told)
    assert told == ["stopped"]


def test_a_busy_window_is_told_the_latest_and_not_all(bridge):
    shown, done = [], []

    def work(progress):
        for step in range(10_000):
            progress(step / 10_000)

    task = bridge.start(work, lambda _: done.append(1), done.append, advanced=shown.append)
    until(lambda: done)
    assert len(shown) < 10_000
    assert shown == sorted(shown)
    assert not task.stopped


def test_closing_stops_what_runs_and_what_waits(bridge):
    ran = []

    def work(progress):
        ran.append(1)
        while True:
            progress(0)

    for _ in range(3):
        bridge.start(work, ran.append, ran.append)
    until(lambda: ran)
    bridge.close()
    assert ran == [1]


def test_nothing_is_called_back_after_closing(bridge):
    told = []
    bridge.start(lambda progress: 1, told.append, told.append)
    bridge.close()
    bridge.tell(lambda: told.append("late"))
    QCoreApplication.processEvents()
    assert not told
