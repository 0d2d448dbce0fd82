"""What the files of a data set are called: `lamp_q10.png` … `lamp_q100.png`, where q100 is the untouched one.

Pixelated pictures are called `lamp_p70.png` instead. Frames of videos are `frame_000072_holiday.png`.
Pairs without levels have one name in two folders, `damaged/` and `clean/`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

UNTOUCHED = 100
LETTERS = {"pixelation": "p"}
LEVEL = re.compile(r"(?P<base>.+)_(?P<letter>[qp])(?P<quality>\d{1,3})$")


@dataclass(frozen=True)
class Level:
    """A name taken apart: which picture, and how good this copy of it is."""

    base: str
    letter: str
    quality: int


def level_name(base: str, mode: str, quality: int, suffix: str) -> str:
    """The name of a picture's copy at this quality."""
    return f"{base}_{LETTERS.get(mode, 'q')}{quality}{suffix}"


def parse_level(name: str) -> Level | None:
    """What a file's name says of its quality; None when it says nothing."""
    match = LEVEL.match(Path(name).stem)
    if match is None or not 1 <= int(match["quality"]) <= UNTOUCHED:
        return None
    return Level(match["base"], match["letter"], int(match["quality"]))


def pair_name(base: str, suffix: str, *, damaged: bool) -> str:
    """The name of one half of a pair: the same name in two folders."""
    return f"{'damaged' if damaged else 'clean'}/{base}{suffix}"


def bases(places: Sequence[Path]) -> list[str]:
    """Each place without its suffix, which joins the name (`a-jpg`) where `a.jpg` lies beside `a.png`."""
    plain = [place.with_suffix("").as_posix() for place in places]
    taken = Counter(name.casefold() for name in plain)
    return [
        name if taken[name.casefold()] == 1 else f"{name}-{place.suffix[1:].lower()}"
        for name, place in zip(plain, places, strict=True)
    ]


def frame_name(number: int, video: str, suffix: str) -> str:
    """The name of a video's frame."""
    return f"frame_{number:06}_{video}{suffix}"
