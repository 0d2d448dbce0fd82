import json

import pytest

from afterglow.desktop.log import MOST, Log
from afterglow.desktop.words import Words
from afterglow.errors import UnreadableFile


@pytest.fixture
def log(tmp_path):
    return Log(Words("en"), tmp_path / "logs")


def texts(log, language="en"):
    return [entry.text(Words(language)) for entry in log.entries()]


def test_what_was_written_down_is_there_in_the_next_session(log):
    log.note("good", "shell.quit")
    log.failed(UnreadableFile("a.jpg cannot be opened", "Is the drive still connected?"))
    later = Log(Words("en"), log.folder)
    assert texts(later) == ["Quit", "a.jpg cannot be opened. Is the drive still connected?"]
    assert [entry.kind for entry in later.entries()] == ["good", "problem"]
    assert not any(later.of_now(entry) for entry in later.entries() if entry.time < later.began)
    assert all(log.of_now(entry) for entry in log.entries())


def test_it_reads_in_the_language_of_now(log):
    log.note("info", "shell.sentence_and_hint", message="1", hint="2")
    assert texts(log, "zh-Hant") == ["1。2"]


def test_what_no_longer_has_words_reads_as_it_did(log):
    log.note("info", "shell.quit")
    line = log.path.read_text().replace("shell.quit", "shell.gone")
    log.path.write_text(line)
    assert texts(log) == ["Quit"]


def test_torn_lines_and_foreign_ones_are_passed_over(log):
    log.note("info", "shell.quit")
    with log.path.open("ab") as file:
        file.write(b'{"time": "2026-01-01\n\xff\xfe\n[]\n3\n{"time": "soon", "kind": "good", "said": ""}\n')
    log.note("info", "shell.quit")
    assert texts(log) == ["Quit", "Quit"]


def test_it_stays_small_and_keeps_the_latest(log):
    for number in range(200):
        log.note("info", "shell.sentence_and_hint", message=number, hint="x" * 4000)
    assert log.path.stat().st_size <= MOST + 10_000
    entries = log.entries()
    assert entries[-1].values["message"] == "199"
    numbers = [int(entry.values["message"]) for entry in entries]
    assert numbers[0] > 0
    assert numbers == list(range(numbers[0], 200))


def test_where_nothing_can_be_kept_the_session_is_still_told(tmp_path):
    (tmp_path / "file").write_text("")
    log = Log(Words("en"), tmp_path / "file" / "below")
    log.note("warning", "shell.quit")
    assert texts(log) == ["Quit"]
    assert log.problem is not None
    assert "log cannot be kept" in log.problem.message


def test_it_says_that_it_changed(log):
    told = []
    log.changed.append(lambda: told.append(1))
    log.note("info", "shell.quit")
    assert told == [1]
    assert json.loads(log.path.read_text())["key"] == "shell.quit"
