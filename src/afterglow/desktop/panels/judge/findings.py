"""What was found, in a column: the verdict, scores, numbers, histograms, and what had to be done to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QProgressBar, QVBoxLayout, QWidget

from afterglow.desktop.panels.judge.state import SPACES, Trial, metric_rows, verdict
from afterglow.desktop.widgets.charts import Curves, ScoreBars
from afterglow.desktop.widgets.pieces import column, label, plain, row, rule

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
        while item := self.numbers.takeAt(0):
            if gone := item.widget():
                gone.setParent(None)
                gone.deleteLater()
        assert trial.found is not None
        rows = metric_rows(trial.found, self._desk.words)
        sides = ["A", "B"] if rows and len(rows[0][1]) == 2 else [self._desk.words("judge.between")]
        for column_, side in enumerate(sides, 1):
            heading = plain(label(self._desk, role="caption"))
            heading.setText(side)
            self.numbers.addWidget(heading, 0, column_, Qt.AlignmentFlag.AlignRight)
        for index, (title, values, best) in enumerate(rows, 1):
            name = plain(label(self._desk, role="value"))
            name.setText(title)
            self.numbers.addWidget(name, index, 0)
            for column_, value in enumerate(values):
                shown = plain(label(self._desk, role="good" if best == column_ else ""))
                shown.setText(value)
                self.numbers.addWidget(shown, index, column_ + 1, Qt.AlignmentFlag.AlignRight)


def _sentence(text: str) -> str:
    """Reasons and notes begin small, as parts of sentences do; here they stand alone."""
    return text[:1].upper() + text[1:]
