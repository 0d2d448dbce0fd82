"""Measurements as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from afterglow.metrics import METRICS
from afterglow_lab.evaluation.measure import Measured
from afterglow_lab.evaluation.restorers import INPUT
from afterglow_lab.evaluation.statistics import Comparison, compare, corrected, estimate

CLEARLY = 0.05  # dB: less than this nobody can see
DIGITS = {"dB": 2, "ΔE2000": 2, "σ/σ": 2, "": 4}


def markdown(measured: Sequence[Measured], metrics: Sequence[str]) -> str:
    """One table for each case: quality with 95 % intervals, harm and cost; then the tests."""
    parts = []
    for case, rows in by_case(measured).items():
        titles = [f"{METRICS[name].title} {METRICS[name].unit}".strip() for name in metrics]
        head = ["", *titles, "gain dB", "harmed", "worst dB", "s/MP", "kMAC/px"]
        lines = [_line(head), _line(["---"] * len(head)), *(_line(_row(row, metrics)) for row in rows)]
        parts += [f"### {case} ({len(rows[0].names)} pictures)\n", *lines, "", *_tests(rows), ""]
    return "\n".join(parts).strip() + "\n"


def summary(measured: Sequence[Measured]) -> list[dict[str, Any]]:
    """Everything measured, picture by picture, with means, intervals and tests, ready for JSON."""
    return [_record(row, rows) for rows in by_case(measured).values() for row in rows]


def by_case(measured: Sequence[Measured]) -> dict[str, list[Measured]]:
    """Measurements grouped by case, in their order."""
    cases: dict[str, list[Measured]] = {}
    for row in measured:
        cases.setdefault(row.case, []).append(row)
    return cases


def comparisons(
    rows: Sequence[Measured], metric: str = "psnr"
) -> list[tuple[Measured, Measured, Comparison, float]]:
    """The first restorer against each other, with chances corrected for so many tests."""
    ours, others = rows[1] if len(rows) > 1 else rows[0], [rows[0], *rows[2:]]
    if ours is rows[0]:
        return []
    made = [compare(ours.values[metric], other.values[metric]) for other in others]
    worth = corrected([one.p for one in made])
    return [(ours, other, one, p) for other, one, p in zip(others, made, worth, strict=True)]


def _row(row: Measured, metrics: Sequence[str]) -> list[str]:
    cells = [_with_interval(row.values[name], DIGITS[METRICS[name].unit]) for name in metrics]
    cost = [_number(row.seconds_per_megapixel, 2), _number(row.kmacs, 0)]
    if row.restorer == INPUT:
        return [row.restorer, *cells, "", "", "", "", ""]
    gain = estimate(row.gains)
    harm = [f"{(row.gains < 0).mean():.0%}", f"{row.gains.min():+.2f}"]
    return [row.restorer, *cells, f"{gain.mean:+.2f} ({gain.low:+.2f} to {gain.high:+.2f})", *harm, *cost]


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _with_interval(values: np.ndarray, digits: int) -> str:
    found = estimate(values)
    return f"{found.mean:.{digits}f} ({found.low:.{digits}f}–{found.high:.{digits}f})"


def _tests(rows: Sequence[Measured]) -> list[str]:
    return [
        f"- {ours.restorer} − {other.restorer}: {one.difference.mean:+.2f} dB "
        f"({one.difference.low:+.2f} to {one.difference.high:+.2f}), better on {one.wins:.0%}, p = {p:.2g}"
        for ours, other, one, p in comparisons(rows)
    ]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _record(row: Measured, rows: Sequence[Measured]) -> dict[str, Any]:
    tests: dict[str, dict[str, Any]] = {}
    for metric in row.values:
        for ours, other, one, p in comparisons(rows, metric):
            if ours is row:
                tests.setdefault(other.restorer, {})[metric] = {**asdict(one), "p_corrected": p}
    return {
        "case": row.case,
        "restorer": row.restorer,
        "pictures": len(row.names),
        "means": {name: asdict(estimate(values)) for name, values in row.values.items()},
        "gain": asdict(estimate(row.gains)),
        "harmed": float((row.gains < 0).mean()),
        "harmed_clearly": float((row.gains < -CLEARLY).mean()),
        "worst": float(row.gains.min()),
        "seconds_per_megapixel": row.seconds_per_megapixel,
        "kmacs": row.kmacs,
        "against": tests,
        "values": {
            name: {metric: float(values[i]) for metric, values in row.values.items()}
            for i, name in enumerate(row.names)
        },
    }
