"""Damaged pictures beside the clean ones they came from, however a folder names them."""

from dataclasses import dataclass
from pathlib import Path

from afterglow_lab.data.folders import pictures_in
from afterglow_lab.data.naming import UNTOUCHED, parse_level


@dataclass(frozen=True)
class Pair:
    """Two files that show the same, pixel for pixel; `quality` is what the damaged one's name says."""

    damaged: Path
    clean: Path
    quality: int | None = None


def pairs_in(folder: Path) -> list[Pair]:
    """All pairs: `damaged/a.png` with `clean/a.png`, and every `a_q40.png` with its `a_q100.png`."""
    if (folder / "damaged").is_dir() and (folder / "clean").is_dir():
        return _halves(folder)
    found = [picture.path for picture in pictures_in(folder)]
    levels = {path: parse_level(path.name) for path in found}
    clean = {
        (path.parent, level.base): path
        for path, level in levels.items()
        if level and level.quality == UNTOUCHED
    }
    return [
        Pair(path, clean[path.parent, level.base], level.quality)
        for path, level in levels.items()
        if level and level.quality != UNTOUCHED and (path.parent, level.base) in clean
    ]


def _halves(folder: Path) -> list[Pair]:
    clean = {picture.relative.with_suffix(""): picture.path for picture in pictures_in(folder / "clean")}
    return [
        Pair(picture.path, clean[picture.relative.with_suffix("")])
        for picture in pictures_in(folder / "damaged")
        if picture.relative.with_suffix("") in clean
    ]
