import re
import string

import pytest

from afterglow.desktop.panels import PANELS
from afterglow.desktop.words import LANGUAGES, PSEUDO, Words, nearest, rooms, said, table

OTHERS = [language for language in LANGUAGES if language != "en"]


def places(text):
    """The names of the places to fill, as often as they come."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_words_for_every_room(language):
    assert rooms(language) == rooms("en")


@pytest.mark.parametrize("room", rooms("en"))
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_missing_and_nothing_is_too_much(language, room):
    assert table(language, room).keys() == table("en", room).keys()


@pytest.mark.parametrize("room", rooms("en"))
@pytest.mark.parametrize("language", OTHERS)
def test_all_languages_have_the_same_places_to_fill(language, room):
    theirs, ours = table(language, room), table("en", room)
    assert {key: places(text) for key, text in theirs.items()} == {
        key: places(text) for key, text in ours.items()
    }


@pytest.mark.parametrize("room", rooms("en"))
@pytest.mark.parametrize("language", OTHERS)
def test_everything_was_translated(language, room):
    """A sentence that reads as in English has been forgotten; a word or a name may be the same."""
    english = table("en", room)
    same = [text for key, text in table(language, room).items() if text == english[key]]
    assert not [text for text in same if len(re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", text))) > 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_panel_has_a_name(language):
    assert all(said(language, f"shell.{name}") for name in PANELS)


@pytest.mark.parametrize(
    ("wanted", "best"),
    [
        (["zh-TW"], "zh-Hant"),
        (["zh-Hant-HK", "en"], "zh-Hant"),
        (["zh-CN"], "zh-Hans"),
        (["zh"], "zh-Hans"),
        (["ja_JP"], "ja"),
        (["fr-FR", "ru-RU"], "ru"),
        (["fr"], "en"),
        ([], "en"),
    ],
)
def test_the_nearest_language_serves(wanted, best):
    assert nearest(wanted) == best


def test_what_is_bound_follows_the_language():
    words, shown = Words("en"), []
    words.bind(shown.append, "shell.quit")
    words.choose("ru")
    assert shown == ["Quit", "Выход"]


def test_what_has_gone_is_no_longer_told():
    words = Words("en")
    calls = []

    def gone(text):
        calls.append(text)
        if len(calls) > 1:
            raise RuntimeError("Internal C++ object already deleted")

    words.bind(gone, "shell.quit")
    words.choose("ja")
    words.choose("ko")
    assert len(calls) == 2


def test_the_pseudo_language_shows_what_was_put_into_words():
    assert said(PSEUDO, "shell.quit") == "⟦Quit⟧"
