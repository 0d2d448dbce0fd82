import pytest

from afterglow.desktop.log import Log
from afterglow.desktop.panels.log.state import LogSettings, Pages, written
from afterglow.desktop.words import Words
from afterglow.errors import CannotWrite

WORDS = Words("en")


@pytest.fixture
def pages(tmp_path):
    """A log of two sessions."""
    before = Log(WORDS, tmp_path)
    before.note("good", "shell.sentence_and_hint", message="Old", hint="news")
    log = Log(WORDS, tmp_path)
    log.failed(CannotWrite("b.png cannot be written", "Free some space."))
    log.began = log.entries()[1].time
    return Pages(log)


def shown(pages):
    return [entry.text(WORDS).split()[0] for entry in pages.shown(WORDS)]


def test_the_latest_comes_first(pages):
    assert shown(pages) == ["b.png", "Old."]


def test_one_kind_can_be_asked_for(pages):
    pages.kind = "good"
    assert shown(pages) == ["Old."]
    pages.kind = "warning"
    assert shown(pages) == []


def test_this_session_alone_can_be_asked_for(pages):
    pages.now = True
    assert shown(pages) == ["b.png"]


@pytest.mark.parametrize(("sought", "found"), [("FREE space", 1), ("free news", 0), ("", 2)])
def test_all_words_sought_must_be_there_in_any_case(pages, sought, found):
    pages.sought = sought
    assert len(shown(pages)) == found


def test_what_is_copied_is_one_line_for_each(pages):
    lines = written(pages.shown(WORDS), WORDS).splitlines()
    assert [line.split("\t")[1:] for line in lines] == [
        ["Problems", "b.png cannot be written. Free some space."],
        ["Done", "Old. news"],
    ]


def test_a_kind_of_another_version_shows_all(pages):
    assert Pages(pages.log, LogSettings(kind="whispers")).kind == "all"
