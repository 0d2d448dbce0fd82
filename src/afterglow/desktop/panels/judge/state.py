"""What the page knows: two pictures, perhaps a third that says how they should look, and what was found.

Nothing here knows Qt, and nothing here works: `course.py` starts the work of `looking.py` and tells what came of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from afterglow.desktop.words import Words
from afterglow.errors import AfterglowError
from afterglow.image import Image, Size
from afterglow.metrics import METRICS
from afterglow.score.compare import Comparison
from afterglow.score.report import Named

A, B, REFERENCE = "a", "b", "reference"
SIDES = (A, B, REFERENCE)
VIEWS = ("pictures", "difference", "edges")
GAINS = (1, 2, 3, 5, 8, 12, 20, 35, 50, 100)
SPACES = ("rgb", "hsv", "lab")


@dataclass(frozen=True)
class JudgeSettings:
    """What the page remembers from day to day."""

    mode: str = "split"
    view: str = "pictures"
    gain: int = 5
    space: str = "rgb"


@dataclass(frozen=True, eq=False)
class Opened:
    """A picture that is open."""

    path: Path
    image: Image

    @property
    def named(self) -> Named:
        return Named(self.path.name, self.image)


class Trial:
    """The pictures, what was found of them, and how they are looked at."""

    def __init__(self, settings: JudgeSettings = JudgeSettings()) -> None:
        self.paths: dict[str, Path] = {}
        self.opened: dict[str, Opened] = {}
        self.problems: dict[str, AfterglowError] = {}
        self.found: Comparison | None = None
        self.progress: float | None = None  # of the comparison; None while nothing is compared
        self.view = settings.view if settings.view in VIEWS else VIEWS[0]
        self.gain = settings.gain if settings.gain in GAINS else 5
        self.space = settings.space if settings.space in SPACES else SPACES[0]
        self.mode = settings.mode

    @property
    def settings(self) -> JudgeSettings:
        return JudgeSettings(self.mode, self.view, self.gain, self.space)

    @property
    def ready(self) -> bool:
        """Are all pictures there that were asked for, and at least two?"""
        return {A, B} <= self.opened.keys() and self.opened.keys() == self.paths.keys()

    @property
    def size(self) -> Size | None:
        """The size in which the pictures are compared."""
        base = self.opened.get(REFERENCE) or self.opened.get(A)
        return base.image.size if base else None

    def places_for(self, files: Sequence[Path]) -> dict[str, Path]:
        """Where dropped files go: to empty places first, A before B before the reference; one more replaces B."""
        empty = [side for side in SIDES if side not in self.paths]
        if len(files) == 1:
            return {empty[0] if empty and empty[0] != REFERENCE else B: files[0]}
        sides = empty if len(files) <= len(empty) and empty[0] == A else list(SIDES)
        return dict(zip(sides, files, strict=False))

    def put(self, side: str, path: Path) -> None:
        """Ask for a picture at a place; what was found before no longer counts."""
        self.paths[side] = path
        self._forget(side)

    def take_away(self, side: str) -> None:
        self.paths.pop(side, None)
        self._forget(side)

    def swap(self) -> None:
        """A is B and B is A."""
        for table in (self.paths, self.opened, self.problems):
            _swap(table)
        self.found = None

    def _forget(self, side: str) -> None:
        self.opened.pop(side, None)
        self.problems.pop(side, None)
        self.found = None


def _swap(table: dict) -> None:
    a, b = table.pop(A, None), table.pop(B, None)
    table.update({side: value for side, value in ((A, b), (B, a)) if value is not None})


def verdict(found: Comparison, words: Words) -> str:
    """Which is better and how sure, in a sentence."""
    if found.better:
        return words("judge.better", side=found.better.upper(), percent=_percent(found.confidence))
    return words("judge.equal" if found.confidence == 1 else "judge.neither")


def metric_rows(found: Comparison, words: Words) -> list[tuple[str, list[str], int]]:
    """For each metric its name, its values, and which of them is better: 0, 1, or -1 if neither is."""
    rows = []
    for name, values in found.metrics.items():
        numbers = list(values.values())
        unit = METRICS[name].unit
        shown = [f"{number(value)} {unit}".strip() for value in numbers]
        rows.append((words(f"judge.metric_{name}"), shown, _best(numbers, METRICS[name].better)))
    return rows


def number(value: float) -> str:
    """Four digits of a number, and ∞ for what is without end."""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return f"{value:.4g}"


def as_text(trial: Trial, words: Words) -> str:
    """All that was found, for the clipboard."""
    found = trial.found
    if found is None:
        return ""
    lines = [f"{side.upper()}: {trial.paths[side].name}" for side in (A, B)]
    if REFERENCE in trial.paths:
        lines.append(f"{words('judge.reference')}: {trial.paths[REFERENCE].name}")
    lines += [verdict(found, words), words.told(found.reason), *(words.told(note) for note in found.notes)]
    for side, score in found.scores.items():
        lines.append(f"{words('judge.score')} {side.upper()}: {score}")
    for title, values, _ in metric_rows(found, words):
        lines.append("\t".join([title, *values]))
    return "\n".join(lines) + "\n"


def _percent(share: float) -> int:
    """A share in hundredths; nothing that is judged is ever certain."""
    return min(round(100 * share), 99)


def _best(values: list[float], better: str) -> int:
    if len(values) < 2 or values[0] == values[1] or any(math.isnan(value) for value in values):
        return -1
    return int((values[1] > values[0]) == (better == "higher"))
