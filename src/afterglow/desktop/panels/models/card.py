"""A model's card: what it is for, what it needs, whose it is, how it was trained and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget

from afterglow.desktop.panels.models.state import Shelf, facts, numbers
from afterglow.desktop.widgets.pieces import column, label, plain, redress, rule

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

WHOLE = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
WRAPPED = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)


class Card(QScrollArea):
    """Shows the model that is looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = plain(label(desk, role="title", wrap=True))
        self.summary = plain(label(desk, role="value", wrap=True))
        self.state = label(desk, wrap=True)
        self.facts = _grid()
        self.numbers_heading = label(desk, "models.numbers", "heading")
        self.numbers_told = label(desk, "models.numbers_told", "caption", wrap=True)
        self.numbers = _grid()
        self.inside = QWidget()
        measured = (rule(), self.numbers_heading, self.numbers_told, self.numbers)
        top = (self.title, self.summary, self.state, rule(), self.facts)
        self.inside.setLayout(column(*top, *measured, None, gap=10, margin=16))
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        desk.words.bind(self.setAccessibleName, "models.card")

    def draw(self, shelf: Shelf) -> None:
        """Show it in the words of now."""
        words, model = self._desk.words, shelf.model
        self.inside.setVisible(model is not None)
        if model is None:
            return
        self.title.setText(model.name)
        self.summary.setText(words.told(model.card.summary) if model.card else "")
        self.summary.setVisible(bool(self.summary.text()))
        text, role = self._state(shelf)
        self.state.setText(text)
        redress(self.state, role)
        self.state.setVisible(bool(text))
        _fill(self._desk, self.facts, [(words(f"models.{name}"), text) for name, text in facts(model, words)])
        measured = numbers(model.card) if model.card else []
        for part in (self.numbers_heading, self.numbers_told):
            part.setVisible(bool(measured))
        _fill(self._desk, self.numbers, measured)

    def _state(self, shelf: Shelf) -> tuple[str, str]:
        """How it stands with the model, and the role in which that is said."""
        words, model = self._desk.words, shelf.model
        assert model is not None
        found = shelf.found.get(model.name)
        problem = model.problem or (found.problem if found else None)
        if model.name in shelf.verifying:
            return words("models.verifying"), "value"
        if problem:
            return words.told(problem), "problem"
        return (words("models.runs", way=found.runs), "good") if found else ("", "")


def _grid() -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(14)
    made.setVerticalSpacing(5)
    made.setColumnStretch(1, 1)
    return made


def _fill(desk: Desk, grid: QGridLayout, rows: Sequence[tuple[str, ...]]) -> None:
    """Lines of a name and one value, which may wrap, or of two values, which stand at the right."""
    while item := grid.takeAt(0):
        if gone := item.widget():
            gone.setParent(None)
            gone.deleteLater()
    for index, (name, *values) in enumerate(rows):
        heading = plain(label(desk, role="value"))
        heading.setText(name)
        heading.setSizePolicy(WHOLE)
        grid.addWidget(heading, index, 0, Qt.AlignmentFlag.AlignTop)
        for place, value in enumerate(values, 1):
            shown = plain(label(desk, wrap=len(values) == 1))
            shown.setText(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setSizePolicy(WRAPPED if len(values) == 1 else WHOLE)
            shown.setAlignment(
                Qt.AlignmentFlag.AlignLeft if len(values) == 1 else Qt.AlignmentFlag.AlignRight
            )
            grid.addWidget(shown, index, place)
