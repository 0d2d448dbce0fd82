"""What is asked of a training: an earlier one to go on with, or a task, pictures, a network and a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSpinBox, QWidget

from afterglow.desktop.files import shown
from afterglow.desktop.panels.models.state import task
from afterglow.desktop.panels.train.state import Practice
from afterglow.desktop.widgets.pieces import button, column, label, plain, row

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

LONGEST = 60 * 24 * 7  # minutes


class TrainForm(QWidget):
    """Emits `changed` with the wish as it is from now on, and `chosen` with the place of an earlier training."""

    changed = Signal(object)
    chosen = Signal(int)
    wants_folder = Signal()
    wants_run = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._state: Practice | None = None
        self._names: dict[str, QWidget] = {}
        self.earlier = plain(QComboBox())
        self.task, self.quality, self.warm = QComboBox(), QComboBox(), plain(QComboBox())
        self.minutes = QSpinBox()
        self.minutes.setRange(1, LONGEST)
        self.folder, self.run = plain(QLineEdit()), plain(QLineEdit())
        for line in (self.folder, self.run):
            line.setReadOnly(True)
        self.choose_folder = button(desk, "train.choose_folder", self.wants_folder.emit)
        self.choose_run = button(desk, "train.choose_run", self.wants_run.emit)
        self.earlier.activated.connect(self.chosen)
        self.task.activated.connect(lambda _: self._tell(task=self.task.currentData()))
        self.quality.activated.connect(lambda _: self._tell(quality=self.quality.currentData()))
        self.warm.activated.connect(lambda _: self._tell(warm_start=self.warm.currentData()))
        self.minutes.valueChanged.connect(lambda value: self._tell(minutes=value))
        self._lay_out()

    @property
    def asked(self) -> dict[str, QWidget]:
        """The controls, by their words."""
        return {
            "task": self.task,
            "quality": self.quality,
            "warm": self.warm,
            "minutes": self.minutes,
            "folder": self.folder,
            "run": self.run,
        }

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        words = self._desk.words
        for index, (name, control) in enumerate(self.asked.items()):
            named = label(self._desk, f"train.{name}")
            named.setBuddy(control)
            self._names[name] = named
            grid.addWidget(named, index, 0)
            grid.addWidget(control, index, 1)
            words.bind(control.setAccessibleName, f"train.{name}")
            words.bind(control.setToolTip, f"train.{name}_sense")
        words.bind(self.earlier.setAccessibleName, "train.earlier")
        earlier = label(self._desk, "train.earlier", "heading")
        choosing = row(self.choose_folder, self.choose_run)
        told = label(self._desk, "train.told", "caption", wrap=True)
        self.setLayout(column(earlier, self.earlier, told, grid, choosing, None, gap=12, margin=14))

    def draw(self, state: Practice) -> None:
        """Show what is asked, in the words of now."""
        self._state = state
        words, wish, new = self._desk.words, state.wish, state.training is None
        names = [(training.name, training.name) for training in state.trainings]
        _fill(self.earlier, [(words("train.new"), ""), *names], state.training.name if state.training else "")
        _fill(self.task, [(task(name, words), name) for name in state.tasks], wish.task)
        qualities = [(words(f"models.quality_{name}"), name) for name in state.qualities]
        _fill(self.quality, qualities, wish.quality)
        starts = [(name, name) for name in state.warm_starts]
        _fill(self.warm, [(words("train.from_nothing"), ""), *starts], wish.warm_start)
        with QSignalBlocker(self.minutes):
            self.minutes.setValue(max(round(wish.minutes), 1))
            self.minutes.setSuffix(words("train.suffix"))
        data = state.training.data if state.training else wish.folder
        self.folder.setText(shown(data))
        self.run.setText(shown(wish.run_file if new else None))
        for line in (self.folder, self.run):
            line.end(False)  # of a path, the end says most
        own = wish.run_file is None
        for name, control in self.asked.items():
            for part in (self._names[name], control):
                part.setVisible(new or name == "folder")
            by_run = name in ("task", "quality", "warm", "minutes") and not own
            control.setEnabled(new and not state.busy and not by_run)
        for choosing in (self.choose_folder, self.choose_run):
            choosing.setEnabled(new and not state.busy)
        self.earlier.setEnabled(not state.busy)

    def _tell(self, **changes: Any) -> None:
        assert self._state is not None
        self.changed.emit(replace(self._state.wish, **changes))

    def take(self, wish_folder: Path | None = None, run_file: Path | None = None) -> None:
        """A folder or a run file was chosen or dropped."""
        changes: dict[str, Any] = {"folder": wish_folder} if wish_folder else {}
        self._tell(**changes, **({"run_file": run_file} if run_file else {}))


def _fill(box: QComboBox, choices: list[tuple[str, str]], chosen: str) -> None:
    with QSignalBlocker(box):
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(chosen), 0))
