"""What was measured, as a table: a line for each model and way, with the reason where one cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem

from afterglow.desktop.panels.bench.state import Stopwatch, cells
from afterglow.desktop.widgets.table import Table
from afterglow.score.bench import SIZES, Speed

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

WIDTHS = [150, 176, 66, *(70 for _ in SIZES), 76, 76]  # pixels for the columns
NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Results(Table):
    """The table of speeds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(WIDTHS)
        self._desk = desk
        desk.words.bind(self.setAccessibleName, "shell.bench")

    @property
    def headings(self) -> list[str]:
        """What the columns are called."""
        words = self._desk.words
        first = [words("bench.model"), words("bench.way"), "MP/s"]
        return [*first, *SIZES, words("bench.memory"), words("bench.points"), words("bench.ratio")]

    def draw(self, watch: Stopwatch) -> None:
        """Show what is to be shown now."""
        found = watch.shown
        self.setHeaderLabels(self.headings)
        for index in range(2, self.columnCount()):
            self.headerItem().setTextAlignment(index, NUMBERS)
        ratios = [watch.ratio(speed) for speed in found.speeds] if found else []
        self.setColumnHidden(self.columnCount() - 1, not any(ratios))
        self.clear()
        for speed in found.speeds if found else ():
            self._add_line(watch, speed)

    def _add_line(self, watch: Stopwatch, speed: Speed) -> None:
        told = cells(watch, speed, self._desk.words)
        line = QTreeWidgetItem(told[:2] if speed.problem else told)
        for index in range(2, len(told)):
            line.setTextAlignment(index, NUMBERS)
        self.addTopLevelItem(line)
        if speed.problem:
            reason = QTreeWidgetItem(line, [told[2]])
            reason.setIcon(0, self._desk.look.icon("warning", "warning"))
            reason.setFirstColumnSpanned(True)
            line.setExpanded(True)
