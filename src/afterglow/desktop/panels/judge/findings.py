"""What was found, in a column: the verdict, scores, numbers, histograms, and what had to be done to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from afterglow.desktop.panels.judge.state import SPACES, Trial, metric_rows, verdict
from afterglow.desktop.widgets.charts import Curves, ScoreBars
from afterglow.desktop.widgets.pieces import column, label, plain, redress, row, rule

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

COLOURS = {
    "rgb": ("#f0605a", "#4fb868", "#5b93f5"),
    "hsv": ("#d68be0", "#e0a94a", "#8d8d96"),
    "lab": ("#8d8d96", "#e0705a", "#d9b13c"),
}
"""A colour for each channel, that is seen on light and on dark."""


class Findings(QWidget):
    """Emits `space_chosen` when other histograms are asked for."""

    space_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.verdict = label(desk, role="title", wrap=True)
        self.reason = label(desk, role="value", wrap=True)
        self.notes = label(desk, role="warning", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        desk.words.bind(self.bar.setAccessibleName, "judge.progress")
        self.scores = ScoreBars(desk)
        self.score_heading = label(desk, "judge.score", "heading")
        self.numbers = QGridLayout()
        self.numbers.setHorizontalSpacing(10)
        self.numbers.setVerticalSpacing(5)
        self.numbers.setColumnStretch(0, 1)
        self._cells: list[list[QLabel]] = []
        self.number_heading = label(desk, "judge.numbers", "heading")
        self.spaces = QComboBox()
        self.spaces.currentIndexChanged.connect(lambda index: self.space_chosen.emit(SPACES[index]))
        desk.words.bind(self.spaces.setAccessibleName, "judge.space")
        self.curves = Curves(desk)
        self.curve_heading = label(desk, "judge.histograms", "heading")
        self.below = QWidget()
        self.below.setLayout(self._numbers())
        self.setLayout(column(self.verdict, self.reason, self.bar, self.notes, self.below, None, gap=10))

    def _numbers(self) -> QVBoxLayout:
        histograms = row(self.curve_heading, None, self.spaces)
        parts = (self.score_heading, self.scores, rule(), self.number_heading, self.numbers, rule())
        return column(*parts, histograms, self.curves, gap=10)

    def draw(self, trial: Trial) -> None:
        """Show how it stands."""
        words, found = self._desk.words, trial.found
        self.bar.setVisible(trial.progress is not None)
        self.bar.setValue(round(1000 * (trial.progress or 0)))
        self.below.setVisible(found is not None)
        self.notes.setVisible(found is not None and bool(found.notes))
        if found is None:
            self.verdict.setText(
                words("judge.comparing" if trial.progress is not None else "judge.nothing_yet")
            )
            self.reason.setText("" if trial.progress is not None else words("judge.what_to_do"))
            return
        self.verdict.setText(verdict(found, words))
        self.reason.setText(_sentence(words.told(found.reason)))
        self.notes.setText("\n".join(_sentence(words.told(note)) for note in found.notes))
        scores = {side.upper(): (score.value, score.uncertainty) for side, score in found.scores.items()}
        said = ", ".join(f"{side.upper()}: {score}" for side, score in found.scores.items())
        for part in (self.score_heading, self.scores):
            part.setVisible(bool(scores))
        self.scores.show_scores(scores, f"{words('judge.score')}: {said}")
        self._fill_numbers(trial)

    def draw_curves(self, trial: Trial, curves: dict[str, dict[str, np.ndarray]]) -> None:
        """Show the histograms of the colour space that is asked for."""
        words = self._desk.words
        self.spaces.blockSignals(True)
        self.spaces.clear()
        self.spaces.addItems([words(f"judge.space_{space}") for space in SPACES])
        self.spaces.setCurrentIndex(SPACES.index(trial.space))
        self.spaces.blockSignals(False)
        shown = {side.upper(): tables[trial.space] for side, tables in curves.items()}
        said = f"{words('judge.histograms')}: {words(f'judge.space_{trial.space}')}"
        self.curves.show_curves(shown, COLOURS[trial.space], said)

    def _fill_numbers(self, trial: Trial) -> None:
        assert trial.found is not None
        rows = metric_rows(trial.found, self._desk.words)
        sides = ["A", "B"] if rows and len(rows[0][1]) == 2 else [self._desk.words("judge.between")]
        lines = [[("", "value"), *((side, "caption") for side in sides)]]
        for title, values, best in rows:
            shown = [(value, "good" if best == index else "") for index, value in enumerate(values)]
            lines.append([(title, "value"), *shown])
        if [len(line) for line in lines] != [len(cells) for cells in self._cells]:
            self._make_cells([len(line) for line in lines])
        for line, cells in zip(lines, self._cells, strict=True):
            for (text, role), cell in zip(line, cells, strict=True):
                cell.setText(text)
                redress(cell, role)

    def _make_cells(self, widths: list[int]) -> None:
        """As many cells for each line; they stay for as long as that is so, that nothing flickers."""
        for gone in (cell for cells in self._cells for cell in cells):
            self.numbers.removeWidget(gone)
            gone.setParent(None)
            gone.deleteLater()
        self._cells = [[plain(label(self._desk)) for _ in range(width)] for width in widths]
        for index, cells in enumerate(self._cells):
            self.numbers.addWidget(cells[0], index, 0)
            for place, cell in enumerate(cells[1:], 1):
                self.numbers.addWidget(cell, index, place, Qt.AlignmentFlag.AlignRight)


def _sentence(text: str) -> str:
    """Reasons and notes begin small, as parts of sentences do; here they stand alone."""
    return text[:1].upper() + text[1:]
