"""The list of what a data set holds: one line of JSON per file, written as soon as the file is whole.

The manifest is the truth: whatever it does not list does not belong to the set, and a line cut short by a
power cut is dropped. `manifest.csv` beside it is a copy for spreadsheets.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from afterglow.errors import CannotWrite, WrongOption
from afterglow.image.landing import told_of
from afterglow_lab.data.pictures import put

NAME = "manifest.jsonl"

Row = dict[str, Any]
"""One file: `file` is its place in the set; the rest depends on what made it."""


class Manifest:
    """A manifest open for more rows; it holds all rows so far, by file."""

    def __init__(self, folder: Path, fresh: bool = False) -> None:
        self.path = folder / NAME
        if folder.is_file():
            raise CannotWrite(f"{folder} is a file", hint="Choose another folder.")
        with told_of(self.path):
            folder.mkdir(parents=True, exist_ok=True)
            if fresh:
                self.path.unlink(missing_ok=True)
            self.rows = {row["file"]: row for row in read_rows(folder)}
            _drop_half_line(self.path)
            self._file = self.path.open("a", encoding="utf-8")

    def add(self, row: Row) -> None:
        """A row that is on the disk when this returns."""
        try:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise CannotWrite(
                f"{self.path.name} cannot be written: {error.strerror}", hint="Is the drive full?"
            ) from error
        self.rows[row["file"]] = row

    def refuse_other(self, plan: str) -> None:
        """Raise `WrongOption` if what is listed was made to a plan of another fingerprint."""
        refuse_other(self.rows.values(), self.path.parent, plan)

    def __enter__(self) -> "Manifest":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self.rows:
            put(_as_csv(self.rows).encode(), self.path.with_suffix(".csv"))


def refuse_other(rows: Iterable[Row], folder: Path, plan: str) -> None:
    """Raise `WrongOption` if any row was made to a plan of another fingerprint."""
    if any(row.get("plan") != plan for row in rows):
        raise WrongOption(
            f"{folder} holds a set that was made with other options",
            hint="Choose another folder, or give --overwrite to make it anew.",
        )


def read_rows(folder: Path) -> Iterator[Row]:
    """The rows of a folder's manifest, the last one for each file being right; none without a manifest."""
    path = folder / NAME
    if not path.exists():
        return
    for line in path.read_bytes().splitlines(keepends=True):
        if line.endswith(b"\n"):
            yield json.loads(line)


def _drop_half_line(path: Path) -> None:
    if not path.exists():
        return
    stored = path.read_bytes()
    whole = stored.rfind(b"\n") + 1
    if whole < len(stored):
        os.truncate(path, whole)


def _as_csv(rows: dict[str, Row]) -> str:
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, columns)
    table.writeheader()
    for _, row in sorted(rows.items()):
        table.writerow({key: json.dumps(v) if isinstance(v, (dict, list)) else v for key, v in row.items()})
    return text.getvalue()
