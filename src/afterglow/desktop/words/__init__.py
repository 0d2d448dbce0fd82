"""What the window says, in every language: one TOML file for each language and room, such as `words/ja/photos.toml`.

A key is a room and a name in it: `photos.open`. What is said may have places to fill, such as `{count}`, the same in
all languages. Nothing here knows Qt.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from afterglow.errors import AfterglowError

LANGUAGES = {
    "en": "English",
    "zh-Hant": "繁體中文",
    "zh-Hans": "简体中文",
    "ja": "日本語",
    "ko": "한국어",
    "ru": "Русский",
}
"""Each in its own words, as it must be found by those who read no other."""

PSEUDO = "pseudo"
"""English between brackets: what is shown without them was not put into words."""

FOLDER = Path(__file__).parent


class Words:
    """The language in force. `words("photos.open")` says it; `bind` goes on saying it when the language changes."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.changed: list[Callable[[], object]] = []
        self._bound: list[tuple[Callable[[str], object], str]] = []

    def __call__(self, key: str, /, **values: object) -> str:
        return said(self.language, key).format(**values) if values else said(self.language, key)

    def bind(self, show: Callable[[str], object], key: str) -> None:
        """Show a key's words with `show`, such as a label's `setText`, now and in each language chosen later."""
        self._bound.append((show, key))
        show(self(key))

    def told(self, what: AfterglowError | str) -> str:
        """An error, or a sentence of the rooms below, in the language of now."""
        from afterglow.desktop.words.told import told

        if isinstance(what, str):
            return told(self.language, what)
        parts = [told(self.language, part) for part in (what.message, what.hint) if part]
        return (
            self("shell.sentence_and_hint", message=parts[0], hint=parts[1]) if len(parts) > 1 else parts[0]
        )

    def choose(self, language: str) -> None:
        """Say everything in this language from now on."""
        self.language = language
        self._bound = [(show, key) for show, key in self._bound if self._still_shows(show, key)]
        for draw in list(self.changed):
            draw()

    def _still_shows(self, show: Callable[[str], object], key: str) -> bool:
        try:
            show(self(key))
        except RuntimeError:  # what Qt says of a widget that has gone
            return False
        return True


def said(language: str, key: str) -> str:
    """What a key says in a language."""
    room, _, name = key.partition(".")
    if language == PSEUDO:
        return f"⟦{table('en', room)[name]}⟧"
    return table(language, room)[name]


@cache
def table(language: str, room: str) -> dict[str, str]:
    """All that a room says in a language."""
    with (FOLDER / language / f"{room}.toml").open("rb") as file:
        return tomllib.load(file)


def rooms(language: str) -> list[str]:
    """The rooms that a language has words for."""
    return sorted(path.stem for path in (FOLDER / language).glob("*.toml"))


def nearest(wanted: Sequence[str]) -> str:
    """The language of ours that serves best whoever wants these, such as `["zh-TW", "en"]`."""
    for tag in wanted:
        language, *rest = tag.replace("_", "-").split("-")
        if language == "zh":
            return "zh-Hant" if {"Hant", "TW", "HK", "MO"} & set(rest) else "zh-Hans"
        if language in LANGUAGES:
            return language
    return "en"
