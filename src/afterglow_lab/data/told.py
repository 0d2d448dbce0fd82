"""What a person, or a program, is told while a set is made and at its end."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from afterglow_lab.data.degrade import Done, Outcome, Plan, tasks
from afterglow_lab.data.manifest import Row, read_rows, refuse_other
from afterglow_lab.data.naming import UNTOUCHED


class Teller:
    """A line for each picture on standard error, and the statistics on standard output."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.began = time.monotonic()

    def __call__(self, done: Done, share: float) -> None:
        left = (time.monotonic() - self.began) * (1 - share) / share
        told = done.problem or f"{done.place}: {len(done.rows)} files{_span(done.rows)}"
        print(f"{share:4.0%}  {told}  ({_duration(left)} left)", file=sys.stderr, flush=True)

    def end(self, outcome: Outcome) -> None:
        """The statistics of the whole set, and what went wrong."""
        table = statistics(outcome.rows)
        if self.as_json:
            report = {
                "made": outcome.made,
                "kept": outcome.kept,
                "stopped": outcome.stopped,
                "problems": outcome.problems,
                "levels": table,
            }
            print(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for line in _lines(table):
            print(line)
        print(f"{outcome.made} files made, {outcome.kept} kept, {len(outcome.problems)} pictures skipped.")
        for problem in outcome.problems:
            print(f"  {problem}")
        if outcome.stopped:
            print("Stopped. Run the same command again to go on.")


def statistics(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """For each quality: files, mean PSNR and SSIM, bytes, and their ratio to the untouched files."""
    levels: dict[int, list[Row]] = {}
    for row in rows:
        levels.setdefault(row["quality"], []).append(row)
    whole = {row["source"]: row["bytes"] for row in levels.get(UNTOUCHED, [])}
    return [
        {
            "quality": quality,
            "files": len(members),
            "psnr": _mean([row["psnr"] for row in members]),
            "ssim": _mean([row["ssim"] for row in members]),
            "bytes": sum(row["bytes"] for row in members),
            "ratio": _mean(
                [row["bytes"] / whole[row["source"]] for row in members if row["source"] in whole]
            ),
        }
        for quality, members in sorted(levels.items())
    ]


def dry_run(source: Path, out: Path, plan: Plan, skip_existing: bool, overwrite: bool, as_json: bool) -> None:
    """Say which files would be made, and make none."""
    listed = {} if overwrite else {row["file"]: row for row in read_rows(out)}
    refuse_other(listed.values(), out, plan.fingerprint())
    wanted = [task for task in tasks(source, out, plan, listed, 0, skip_existing, overwrite) if task.targets]
    files = [target.file for task in wanted for target in task.targets]
    if as_json:
        print(json.dumps({"would_make": files}, ensure_ascii=False, indent=1))
        return
    for file in files:
        print(file)
    print(f"{len(files)} files of {len(wanted)} pictures would be made.")


def _lines(table: list[dict[str, Any]]) -> list[str]:
    heads = f"{'quality':>7} {'files':>6} {'PSNR':>7} {'SSIM':>7} {'MB':>8} {'size':>6}"
    rows = [
        f"{level['quality']:>7} {level['files']:>6} {_number(level['psnr'], '.2f'):>7} "
        f"{_number(level['ssim'], '.4f'):>7} {level['bytes'] / 1e6:>8.2f} {_number(level['ratio'], '.0%'):>6}"
        for level in table
    ]
    return [heads, *rows]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _span(rows: Sequence[Row]) -> str:
    ratios = [row["psnr"] for row in rows if row["psnr"] is not None]
    return f", {min(ratios):.1f} to {max(ratios):.1f} dB" if ratios else ""


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
