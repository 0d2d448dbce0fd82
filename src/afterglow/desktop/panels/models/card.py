"""A model's card: what it is for, what it needs, whose it is, how it was trained and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from afterglow.desktop.panels.models.state import Shelf, facts, numbers
from afterglow.desktop.widgets.pieces import column, label, plain, redress, rule

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk


class Card(QScrollArea):
    """Shows the model that is looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = plain(label(desk, role="title", wrap=True))
        self.summary = plain(label(desk, role="value", wrap=True))
        self.state = label(desk, wrap=True)
        self.facts = _written(desk)
        self.numbers_heading = label(desk, "models.numbers", "heading")
        self.numbers_told = label(desk, "models.numbers_told", "caption", wrap=True)
        self.numbers = _written(desk)
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
        muted = self._desk.look.theme.muted
        told = [(words(f"models.{name}"), text) for name, text in facts(model, words)]
        self.facts.setText(_table(told, muted))
        self.facts.setAccessibleName("; ".join(f"{name}: {text}" for name, text in told))
        measured = numbers(model.card) if model.card else []
        for part in (self.numbers_heading, self.numbers_told):
            part.setVisible(bool(measured))
        self.numbers.setVisible(bool(measured))
        self.numbers.setText(_table(measured, muted))

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


def _written(desk: Desk) -> QLabel:
    """Room for a table, to be read and copied."""
    made = plain(label(desk, wrap=True))
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _table(rows: Sequence[tuple[str, ...]], muted: str) -> str:
    """Lines of a name and a value, or of two values, which stand at the right."""
    lines = []
    for name, *values in rows:
        side = ' align="right"' if len(values) > 1 else ""
        cells = "".join(
            f'<td{side} valign="middle" style="padding: 2px 0 2px 14px">{escape(value)}</td>'
            for value in values
        )
        lines.append(
            f'<tr><td valign="middle" style="color: {muted}; padding: 2px 0">{escape(name)}</td>{cells}</tr>'
        )
    return f'<table width="100%" cellspacing="0">{"".join(lines)}</table>'
