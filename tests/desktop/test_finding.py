"""Folders are looked through beside the window, in portions, until somebody says stop."""

import threading

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from afterglow.desktop import finding as module
from afterglow.desktop.finding import PORTION, Finding
from tests.desktop.person import rest, until

SUFFIXES = {".png"}
SEVERAL = 5


@pytest.fixture
def folder(tmp_path):
    """A folder whose pictures need several portions, and a result of an earlier run among them."""
    for number in range(SEVERAL * PORTION):
        (tmp_path / f"{number:04}.png").touch()
    (tmp_path / "0001.enhanced.png").touch()
    return tmp_path


class Heard:
    """What a finding told, and in which thread."""

    def __init__(self, desk, suffixes=lambda: SUFFIXES):
        self.finding = Finding(desk.bridge, "find", suffixes)
        self.portions, self.firsts, self.threads, self.refused = [], [], set(), None
        self.finding.found.connect(self._take)
        self.finding.over.connect(self._end)

    def _take(self, paths, first):
        self.threads.add(threading.get_ident())
        self.portions.append(list(paths))
        self.firsts.append(first)

    def _end(self, refused):
        self.refused = refused

    def look(self, *named):
        self.finding.look(named)
        until(lambda: not self.finding.busy, "the end of the search")
        return [path.name for portion in self.portions for path in portion]


def test_a_large_folder_comes_in_order_and_in_portions(desk, folder):
    heard = Heard(desk)
    assert heard.look(folder) == [f"{number:04}.png" for number in range(SEVERAL * PORTION)]
    assert len(heard.portions) > SEVERAL - 1
    assert max(map(len, heard.portions)) <= PORTION
    assert heard.firsts == [True] + [False] * (len(heard.portions) - 1)
    assert heard.finding.count == SEVERAL * PORTION


def test_it_is_walked_in_another_thread_and_told_in_the_windows(desk, folder):
    walkers = set()

    def suffixes():
        walkers.add(threading.get_ident())
        return SUFFIXES

    heard = Heard(desk, suffixes)
    heard.look(folder)
    assert heard.threads == {threading.get_ident()}
    assert walkers
    assert threading.get_ident() not in walkers


def test_the_next_portion_waits_until_the_last_was_taken(desk, folder, monkeypatch):
    told, tell = [], desk.bridge.tell
    monkeypatch.setattr(desk.bridge, "tell", told.append)
    heard = Heard(desk)
    heard.finding.look([folder])
    until(lambda: told, "the first portion")
    rest(3 * module.PAUSE)
    assert len(told) == 1
    monkeypatch.setattr(desk.bridge, "tell", tell)
    told[0]()
    until(lambda: not heard.finding.busy, "the rest")
    assert heard.finding.count == SEVERAL * PORTION


def test_it_can_be_stopped_and_what_was_found_stays(desk, folder):
    heard = Heard(desk)
    heard.finding.found.connect(lambda paths, first: heard.finding.stop())
    heard.finding.look([folder])
    until(lambda: heard.portions, "the first portion")
    assert not heard.finding.busy
    rest(3 * module.PAUSE)
    assert len(heard.portions) == 1
    assert heard.refused is None
    assert Heard(desk).look(folder)[-1] == f"{SEVERAL * PORTION - 1:04}.png", "it can be looked through again"


def test_what_was_named_is_opened_even_if_it_is_a_result_and_what_is_gone_is_refused(desk, folder):
    heard = Heard(desk)
    assert heard.look(folder / "0001.enhanced.png", folder / "gone.png") == ["0001.enhanced.png"]
    assert "is not there" in heard.refused[0].message


def test_an_empty_folder_is_over_with_nothing(desk, tmp_path):
    heard = Heard(desk)
    assert heard.look(tmp_path) == []
    assert heard.refused == []


def test_a_window_that_closes_does_not_wait_for_the_walk(desk, folder):
    heard = Heard(desk)
    heard.finding.look([folder])
    desk.bridge.close()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "find"])
