"""The questions asked of a model that is to be added; what is left empty is found out by running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QProgressBar, QSpinBox, QWidget

from afterglow.desktop.panels.models.state import TASKS, Draft, Shelf, task
from afterglow.desktop.widgets.pieces import button, column, label, plain, row
from afterglow.models import Details, Told

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

QUALITIES = ("best", "fast")
RANGES = (None, 1.0, 255.0)
ORDERS = ("rgb", "bgr")
FREE = ("name", "summary", "licence", "author", "source")
FOUND_OUT = -1  # pixels around, when they are to be measured


class AddForm(QWidget):
    """Emits `wanted` with the details when the model shall be added, and `left` when not."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.heading = label(desk, "models.adding", "title")
        self.file = plain(label(desk, role="value", wrap=True))
        self.told = label(desk, "models.add_told", "caption", wrap=True)
        self.lines = {name: QLineEdit() for name in FREE}
        self.task, self.quality, self.range, self.order = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.context = QSpinBox()
        self.context.setRange(FOUND_OUT, 4096)
        self.problem = label(desk, role="problem", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        desk.words.bind(self.bar.setAccessibleName, "models.trying")
        self.trying = label(desk, "models.trying", "value")
        self.add = button(desk, "models.add_now", lambda: self.wanted.emit(self.details()), main=True)
        self.leave = button(desk, "models.leave", self.left.emit)
        self.setLayout(
            column(
                self.heading,
                self.file,
                self.told,
                self._questions(),
                self.problem,
                self.trying,
                self.bar,
                row(None, self.leave, self.add),
                None,
                gap=10,
                margin=16,
            )
        )

    def ask(self, draft: Draft) -> None:
        """Begin anew with a file."""
        for name, line in self.lines.items():
            line.setText(draft.file.stem if name == "name" else "")
        for box in (self.quality, self.range, self.order):
            box.setCurrentIndex(0)
        self.task.setCurrentIndex(TASKS.index("other"))
        self.context.setValue(FOUND_OUT)
        self.lines["name"].setFocus()

    def details(self) -> Details:
        """What was said."""
        said = {name: line.text().strip() for name, line in self.lines.items()}
        return Details(
            name=said["name"],
            task=TASKS[self.task.currentIndex()],
            quality=QUALITIES[self.quality.currentIndex()],
            summary=said["summary"],
            licence=said["licence"] or "unknown",
            author=said["author"] or "unknown",
            source=said["source"],
            told=Told(
                context=None if self.context.value() == FOUND_OUT else self.context.value(),
                range=RANGES[self.range.currentIndex()],
                order="rgb" if self.order.currentIndex() == 0 else "bgr",
            ),
        )

    def draw(self, shelf: Shelf) -> None:
        """Show it in the words of now."""
        words = self._desk.words
        self.file.setText(str(shelf.draft.file) if shelf.draft else "")
        self.context.setSpecialValueText(words("models.found_out"))
        self.context.setSuffix(words("models.pixels", count=""))
        _choices(self.task, [task(name, words) for name in TASKS])
        _choices(self.quality, [words(f"models.quality_{name}") for name in QUALITIES])
        _choices(self.range, [words("models.found_out"), "0 – 1", "0 – 255"])
        _choices(self.order, [name.upper() for name in ORDERS])
        problem = shelf.draft_problem
        self.problem.setText(words.told(problem) if problem else "")
        self.problem.setVisible(problem is not None)
        self.bar.setVisible(shelf.trying)
        self.trying.setVisible(shelf.trying)
        for part in (self.add, self.leave, *self.asked.values()):
            part.setEnabled(not shelf.trying)

    def _questions(self) -> QGridLayout:
        made = QGridLayout()
        made.setHorizontalSpacing(12)
        made.setVerticalSpacing(8)
        made.setColumnStretch(1, 1)
        self.asked: dict[str, QWidget] = {
            "name": self.lines["name"],
            "task": self.task,
            "quality": self.quality,
            **{name: self.lines[name] for name in FREE[1:]},
            "context": self.context,
            "range": self.range,
            "order": self.order,
        }
        for index, (name, field) in enumerate(self.asked.items()):
            made.addWidget(label(self._desk, f"models.{name}", "value"), index, 0)
            made.addWidget(field, index, 1)
            self._desk.words.bind(field.setAccessibleName, f"models.{name}")
        for box in (self.range, self.order):
            plain(box)
        return made


def _choices(box: QComboBox, texts: list[str]) -> None:
    """Other words for the same choices."""
    index = max(box.currentIndex(), 0)
    box.blockSignals(True)
    box.clear()
    box.addItems(texts)
    box.setCurrentIndex(index)
    box.blockSignals(False)
