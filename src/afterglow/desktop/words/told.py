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
FULL_STOPS = {"zh-Hant": "。", "zh-Hans": "。", "ja": "。"}


def told(language: str, sentence: str) -> str:
    """The sentence in this language, with its full stop where it has one."""
    for name, text in _likeliest_first():
        # Patterns are slow to make: most sentences are told apart by the words that stay.
        if all(part in sentence for part in _fixed(text)) and (match := _pattern(text).fullmatch(sentence)):
            parts = {place: told(language, part) for place, part in match.groupdict().items()}
            return said(language, f"{ROOM}.{name}").format(**parts)
    stopped = sentence.endswith(".") and told(language, sentence[:-1])
    return f"{stopped}{FULL_STOPS.get(language, '.')}" if stopped and stopped != sentence[:-1] else sentence


@cache
def _likeliest_first() -> list[tuple[str, str]]:
    """All sentences, by how much of them is always the same: `Choose {names}.` fits others, too."""
    return sorted(table("en", ROOM).items(), key=lambda pair: -len("".join(_fixed(pair[1]))))


@cache
def _fixed(text: str) -> list[str]:
    """What of `{name} is empty` is the same in every such sentence."""
    return [part for part in re.split(r"\{\w+\}", text) if part]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """`{name} is empty` as a pattern; every place takes as little as it can."""
    parts = re.split(r"\{(\w+)\}", text)
    pattern = "".join(
        f"(?P<{part}>.+?)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )
    return re.compile(pattern, re.DOTALL)
