"""What a work does to one picture, and what it has come to so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSlider, QTreeWidgetItem, QWidget

from afterglow.desktop.panels.train.data.preview import Seen
from afterglow.desktop.panels.train.data.state import Preparing
from afterglow.desktop.widgets.comparison import Comparison
from afterglow.desktop.widgets.pieces import button, column, filled, label, plain, row
from afterglow.desktop.widgets.table import Table

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.widgets.raster import Raster

WIDTHS = [150, 110, 110, 110, 110]  # pixels for the columns of the table
TABLE = 190  # pixels


class DataView(QWidget):
    """Emits `levelled` with another copy to look at, and `wants_picture` for another picture."""

    levelled = Signal(int)
    wants_picture = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        self.trouble = label(desk, "train.no_lab", "problem", wrap=True)
        self.view = Comparison(desk, "data.clean", "data.damaged", "data.nothing_to_see")
        self.level = QSlider(Qt.Orientation.Horizontal)
        self.level.setRange(1, 100)
        self.level_told, self.facts = label(desk, role="value"), plain(label(desk, role="caption"))
        self.table = Table(WIDTHS)
        self.table.setFixedHeight(TABLE)
        self.seen: Seen | None = None
        for widget, key in ((self.level, "data.level"), (self.table, "data.found")):
            desk.words.bind(widget.setAccessibleName, key)
        self.level.valueChanged.connect(self.levelled)
        choose = button(desk, "data.choose_picture", self.wants_picture.emit)
        named = label(desk, "data.level", "caption")
        self._levels = filled(row(named, self.level, self.level_told))
        self._below = filled(row(self.facts, None, choose))
        shown = column(self.trouble, self._levels, self._below, self.table, gap=8, margin=12)
        inside = column(self.view, shown, gap=0)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    def show_seen(self, seen: Seen) -> None:
        """A picture as it is, and as the set would have it."""
        self.seen = seen
        self.view.show_pair(seen.clean, seen.damaged, "data.clean", "data.damaged")
        self.facts.setText(self._facts())

    def show_made(self, made: Raster | None) -> None:
        """The latest picture that was made."""
        self.seen = None
        self.view.show_pair(made, None, "data.latest", "data.latest")

    def draw(self, state: Preparing, able: bool) -> None:
        """Show what is asked; `able` is whether the lab is there."""
        damaging = bool(state.order.work.mode)
        self.trouble.setVisible(not able)
        self.view.set_mode("split" if damaging else "single")
        self._levels.setVisible(damaging and state.order.name != "night")
        self._below.setVisible(damaging)
        with QSignalBlocker(self.level):
            self.level.setValue(state.level)
        self.level_told.setText(f"q{state.level}")
        self.facts.setText(self._facts())
        self.draw_found(state)

    def draw_found(self, state: Preparing) -> None:
        """The table of what was made."""
        found = state.found
        self.table.setVisible(bool(found.lines))
        self.table.clear()
        self.table.setColumnCount(max(len(found.columns), 1))
        self.table.setHeaderLabels([self._words(f"data.column_{name}") for name in found.columns])
        for line in found.lines:
            cells = [self._cell(*pair) for pair in zip(found.columns, line, strict=True)]
            self.table.addTopLevelItem(QTreeWidgetItem(cells))
        self.table.scrollToBottom()

    def _cell(self, column: str, text: str) -> str:
        return self._words(f"data.fault_{text}") if column == "fault" else self._words.told(text)

    def _facts(self) -> str:
        seen = self.seen
        if seen is None:
            return ""
        psnr = "∞" if seen.psnr is None else f"{seen.psnr:.2f}"
        return f"PSNR {psnr} dB · SSIM {seen.ssim:.4f} · {seen.bytes / 1000:.0f} kB"
