"""What the rooms below say in English, said in the language of the window.

Errors, reasons and notes are sentences there. `words/en/sentences.toml` has those that matter, their changing parts as
`{places}`, which may be sentences themselves; whatever fits one is said in the other languages' words. What fits none
is shown as it came.
"""

from __future__ import annotations

import re
from functools import cache

from afterglow.desktop.words import said, table

ROOM = "sentences"


def told(language: str, sentence: str) -> str:
    """The sentence in this language."""
    for name, pattern in _patterns().items():
        match = pattern.fullmatch(sentence)
        if match:
            parts = {place: told(language, part) for place, part in match.groupdict().items()}
            return said(language, f"{ROOM}.{name}").format(**parts)
    return sentence


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(_pattern(text), re.DOTALL) for name, text in table("en", ROOM).items()}


def _pattern(text: str) -> str:
    """`{name} is empty` as a pattern; every place takes as little as it can."""
    parts = re.split(r"\{(\w+)\}", text)
    return "".join(f"(?P<{part}>.+?)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
