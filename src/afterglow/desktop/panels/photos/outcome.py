"""What has come of it: the scores before and after, how far the work is, and the button to save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QSizePolicy

from afterglow.desktop.panels.photos.state import Photos
from afterglow.desktop.widgets.pieces import button, column, label, row, tool

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from afterglow.desktop.desk import Desk
    from afterglow.score.score import Score


class Outcome(QFrame):
    """Emits `wants_save` when the one thing that the page is for is pressed."""

    wants_save = Signal()

    def __init__(self, desk: Desk, commands: dict[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("shelf")
        self._desk = desk
        self.scores = {which: label(desk, role="number") for which in ("before", "after")}
        self.told = label(desk, role="caption", wrap=True)
        self.told.setMinimumHeight(32)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        keep = self.bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(keep)
        self.save: QPushButton = button(desk, "photos.save", self.wants_save.emit, main=True)
        self.save.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.again = button(desk, "photos.enhance", commands["enhance"].trigger)
        commands["save"].changed.connect(lambda: self.save.setEnabled(commands["save"].isEnabled()))
        pairs = [
            column(label(desk, f"photos.score_{which}", "caption"), self.scores[which], gap=0)
            for which in ("before", "after")
        ]
        tools = row(*(tool(commands[name]) for name in ("stop", "queue_add")), gap=2)
        self.setLayout(
            column(
                row(*pairs, None, tools, gap=28),
                self.told,
                self.bar,
                row(self.again, self.save),
                gap=8,
                margin=14,
            )
        )

    def draw(self, state: Photos, live: bool) -> None:
        """Show how it stands."""
        photo = state.current
        for which, shown in self.scores.items():
            score = photo.scores.get(which) if photo else None
            shown.setText(_number(score))
            shown.setToolTip(self._desk.words("photos.score_sense", points=str(score)) if score else "")
        self.told.setText(self._told(state))
        self.bar.setVisible(state.progress is not None)
        self.bar.setValue(round(1000 * (state.progress or 0)))
        self.again.setVisible(photo is not None and not state.ready and (not live or state.stopped))
        self.again.setEnabled(state.image is not None and state.progress is None)

    def _told(self, state: Photos) -> str:
        """One sentence on what was done, or is being done."""
        words, photo = self._desk.words, state.current
        if photo is None or photo.problem is not None:
            return ""
        if state.image is None:
            return words("photos.opening")
        if state.progress is not None:
            return words("photos.working", percent=round(100 * state.progress))
        developed = state.developed
        if not state.ready or developed is None:
            return words("photos.stopped") if state.stopped else ""
        if developed.model is None:
            return words("photos.left_alone")
        return words(
            "photos.made_by",
            model=developed.model,
            engine=developed.engine,
            precision=developed.precision,
            device=developed.device,
        )


def _number(score: Score | None) -> str:
    return "–" if score is None else f"{score.value:.0f}"
