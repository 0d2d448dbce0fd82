"""Two folders of pictures compared, pair by pair, with what the pairs say together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.errors import UnreadableFile, WrongOption
from afterglow.score.compare import Comparison

MARKS = (".enhanced", ".better", ".restored")  # what a result's name may have more than its picture's
RESAMPLES = 2000


@dataclass(frozen=True)
class Pair:
    """Two files that show one picture, and the reference's if there is one."""

    name: str
    a: Path
    b: Path
    reference: Path | None = None


@dataclass(frozen=True)
class Row:
    """One quantity over all pairs: means, the mean difference B - A, and its 95 % interval."""

    name: str
    pairs: int
    mean_a: float
    mean_b: float
    difference: float
    low: float
    high: float
    higher_in_b: int


def pair_up(a: Path, b: Path, suffixes: Sequence[str], reference: Path | None = None) -> list[Pair]:
    """The pictures of two folders that have one name, whatever their formats."""
    if reference and not reference.is_dir():
        raise WrongOption(
            "The reference of two folders is a folder", "Its pictures have the names of theirs."
        )
    ours, theirs = _by_name(a, suffixes), _by_name(b, suffixes)
    truths = _by_name(reference, suffixes) if reference else {}
    names = [name for name in ours if name in theirs and (not reference or name in truths)]
    if not names:
        both = b.name + (f" and {reference.name}" if reference else "")
        raise UnreadableFile(
            f"No picture in {a.name} has its like in {both}",
            hint="Names must be equal but for their endings.",
        )
    return [Pair(name, ours[name], theirs[name], truths.get(name)) for name in names]


def table(comparisons: Sequence[Comparison]) -> list[Row]:
    """What is known of each pair, as one row for each quantity; a metric between A and B fills both means."""
    quantities: dict[str, Callable[[Comparison], tuple[float, float] | None]] = {"score": _scores}
    for metric in comparisons[0].metrics if comparisons else ():
        quantities[metric] = lambda found, metric=metric: _metric(found, metric)  # type: ignore[misc]
    rows = []
    for name, quantity in quantities.items():
        values = np.array([pair for found in comparisons if (pair := quantity(found)) is not None])
        if len(values):
            rows.append(_row(name, values))
    return rows


def _row(name: str, values: np.ndarray) -> Row:
    gaps = values[:, 1] - values[:, 0]
    # The bootstrap asks nothing of how differences are spread; with a fixed seed a table can be repeated.
    draws = np.random.default_rng(0).integers(0, len(gaps), (RESAMPLES, len(gaps)))
    low, high = np.quantile(gaps[draws].mean(axis=1), (0.025, 0.975))
    mean_a, mean_b = values.mean(axis=0)
    return Row(
        name,
        len(values),
        float(mean_a),
        float(mean_b),
        float(gaps.mean()),
        float(low),
        float(high),
        int((gaps > 0).sum()),
    )


def _scores(found: Comparison) -> tuple[float, float] | None:
    if not found.scores or any(score.note for score in found.scores.values()):
        return None
    return found.scores["a"].value, found.scores["b"].value


def _metric(found: Comparison, metric: str) -> tuple[float, float] | None:
    values = found.metrics.get(metric, {})
    pair = (values.get("a", values.get("between")), values.get("b", values.get("between")))
    if pair[0] is None or pair[1] is None or not all(map(math.isfinite, pair)):  # type: ignore[arg-type]
        return None
    return pair[0], pair[1]


def _by_name(folder: Path, suffixes: Sequence[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in suffixes and not path.name.startswith("."):
            name = path.relative_to(folder).with_suffix("").as_posix()
            for mark in MARKS:
                name = name.removesuffix(mark)
            found.setdefault(name, path)
    return found
