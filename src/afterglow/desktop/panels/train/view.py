"""How a training goes: its name, its curves, and what the network makes of a picture by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from afterglow.desktop.panels.train.sample import Sample
from afterglow.desktop.panels.train.state import Practice
from afterglow.desktop.widgets.lines import Lines
from afterglow.desktop.widgets.pieces import column, label, plain, row

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk


class TrainingView(QWidget):
    """The curves above the sample; `title` and `told` are for the bar of the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        self.trouble = label(desk, "train.no_lab", "problem", wrap=True)
        self.title = plain(label(desk, role="title"))
        self.told = label(desk, role="caption")
        self.loss, self.gain = Lines(desk), Lines(desk)
        self.sample = Sample(desk)
        heading = label(desk, "train.sample", "caption")
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        curves = row(self.loss, self.gain, gap=14)
        curves.setStretch(0, 1)
        curves.setStretch(1, 1)
        inside = column(self.trouble, curves, heading, self.sample, gap=10, margin=16)
        inside.setStretch(1, 2)
        inside.setStretch(3, 3)
        self.setLayout(inside)

    def draw(self, state: Practice) -> None:
        """Show how it stands."""
        curves = state.curves
        self.title.setText(state.training.name if state.training else "")
        self.told.setText(self._told(state))
        self.loss.show_lines(self._words("train.loss"), {"": curves.losses}, {})
        self.gain.show_lines(self._words("train.gain"), curves.gains, curves.before)

    def _told(self, state: Practice) -> str:
        words = self._words
        if state.exporting:
            return words("train.exporting")
        if state.progress is not None:
            if not state.step:
                return words("train.starting")
            return words("train.working", percent=f"{100 * state.progress:.1f}", step=state.step)
        if state.training is None:
            return words("train.nothing_yet")
        return words("train.is_finished" if state.training.finished else "train.can_go_on")
