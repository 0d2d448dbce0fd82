"""What a work has come to so far: its manifest, read on from where it was left, as a table of words and numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from threading import Lock
from typing import Any

MANIFEST, REPORT = "manifest.jsonl", "report.html"
UNTOUCHED = 100
NONE = "–"

Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """`columns` are names of words; `lines` are what stands below them. `latest` is a picture to look at.

    `begun` is whether there is something to go on with, and `report` a page to look at.
    """

    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    files: int = 0
    latest: Path | None = None
    begun: bool = False
    report: Path | None = None


class Manifest:
    """The manifest of a folder that is being written: each look reads only what was added."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, Row] = {}
        self._read = 0
        self._there = False
        self._one_at_a_time = Lock()

    def look(self) -> None:
        """Read on; half a line at its end is left for the next look."""
        with self._one_at_a_time:
            self._read_on()

    def _read_on(self) -> None:
        try:
            with (self.folder / MANIFEST).open("rb") as file:
                if file.seek(0, 2) < self._read:  # it was begun anew
                    self.rows, self._read = {}, 0
                file.seek(self._read)
                added = file.read()
        except OSError:
            self.rows, self._read, self._there = {}, 0, False
            return
        self._there = True
        whole = added[: added.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            row = json.loads(line)
            self.rows[row["file"]] = row

    def found(self, command: str) -> Found:
        """What it lists, as this command of `afterglow data` is best told of."""
        columns, tell = TABLES[command]
        rows = list(self.rows.values())
        files = [row for row in rows if row.get("kind") not in ("pair", "video")]
        report = self.folder / REPORT
        return Found(
            columns,
            tuple(tell(rows)),
            len(files),
            self._latest(rows),
            self._there,
            report if command == "align" and report.exists() else None,
        )

    def _latest(self, rows: Sequence[Row]) -> Path | None:
        for row in reversed(rows):
            kind = row.get("kind")
            if kind == "pair":
                return self.folder / "previews" / f"{row['file']}.jpg"
            if kind not in ("patch", "video"):
                return self.folder / str(row["file"])
        return None


def levels(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """For each quality: files, mean PSNR and SSIM, megabytes, and their share of the untouched files'."""
    by_quality: dict[int, list[Row]] = {}
    for row in rows:
        by_quality.setdefault(row["quality"], []).append(row)
    whole = {row["source"]: row["bytes"] for row in by_quality.get(UNTOUCHED, [])}
    return [
        (
            str(quality),
            str(len(same)),
            _mean([row["psnr"] for row in same], ".2f"),
            _mean([row["ssim"] for row in same], ".4f"),
            f"{sum(row['bytes'] for row in same) / 1e6:.2f}",
            _mean([row["bytes"] / whole[row["source"]] for row in same if row["source"] in whole], ".0%"),
        )
        for quality, same in sorted(by_quality.items())
    ]


def pairs(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """For each pair of photos: how many points agree, how alike they are, how many patches match."""
    return [
        (
            str(told["name"]),
            f"{told['agreeing']} / {told['tried']}",
            f"{told['correlation']:.3f}",
            f"{len(told['patches'])} / {told['looked_at']}",
        )
        for told in (row["told"] for row in rows if row["kind"] == "pair")
    ]


def videos(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """For each video: how many pictures were kept, and how many were refused for what."""
    rows = list(rows)
    kept = Counter(str(row["source"]) for row in rows if row["kind"] == "frame")
    ended = {str(row["source"]): row["refused"] for row in rows if row["kind"] == "video"}
    return [
        (name, str(kept[name]), *_reasons(ended.get(name)))
        for name in dict.fromkeys(str(row["source"]) for row in rows)
    ]


def drawings(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """For each kind of drawing: pictures and megabytes."""
    sizes: dict[str, list[int]] = {}
    for row in rows:
        sizes.setdefault(str(row["file"]).rpartition("_")[0], []).append(row["bytes"])
    return [(kind, str(len(all_of)), f"{sum(all_of) / 1e6:.2f}") for kind, all_of in sizes.items()]


def faults(lines: Sequence[tuple[str, str, str]]) -> Found:
    """What a check found: kind, file and why, as they were said."""
    return Found(("fault", "file", "why"), tuple(lines), len(lines))


LEVELS = ("level", "files", "psnr", "ssim", "megabytes", "share")

TABLES = {
    "degrade": (LEVELS, levels),
    "night": (LEVELS, levels),
    "align": (("pair", "points", "correlation", "matching"), pairs),
    "frames": (("video", "kept", "blank", "blurred", "alike"), videos),
    "draw": (("kind", "files", "megabytes"), drawings),
}
"""The columns of each command's table, and what fills them."""


def _reasons(refused: dict[str, int] | None) -> tuple[str, ...]:
    return tuple(
        NONE if refused is None else str(refused.get(why, 0)) for why in ("blank", "blurred", "alike")
    )


def _mean(values: Sequence[float | None], form: str) -> str:
    known = [value for value in values if value is not None]
    return format(fmean(known), form) if known else NONE
