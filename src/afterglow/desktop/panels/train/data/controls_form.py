"""The controls of a damage, drawn from what the lab declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QWidget,
)

from afterglow.desktop.panels.train.data.controls import Asked, Control
from afterglow.desktop.widgets.pieces import button, column, filled, label, row
from afterglow.desktop.words import table

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

ROOM = "damage"
MOST = 1_000_000
PERCENT = 100
SENSES = {"span": "span_sense", "wholes": "span_sense", "share": "share_sense"}


class ControlsForm(QWidget):
    """Emits `changed(control, value)`, and `reset` when everything is to be as usual again."""

    changed = Signal(object, object)
    reset = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._drawn: Sequence[Control] = ()
        self._shows: dict[str, Callable[[Any], None]] = {}
        self.controls: dict[str, QWidget] = {}
        self._inside = QWidget()
        self.usual = button(desk, f"{ROOM}.usual", self.reset.emit)
        self._column = column(self._inside, row(self.usual, None))
        self.setLayout(self._column)

    def draw(self, controls: Sequence[Control], asked: Asked) -> None:
        """Show these controls, and what is asked of them."""
        if controls != self._drawn:
            self._make(controls)
        self.usual.setEnabled(bool(asked))
        for control in controls:
            self._shows[control.name](asked.get(control.name, control.usual))

    def _make(self, controls: Sequence[Control]) -> None:
        self._drawn, self._shows, self.controls = controls, {}, {}
        inside = QWidget()
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for control in controls:
            made = MAKERS[control.kind](self, control)
            self.controls[control.name] = made
            named = label(self._desk, f"{ROOM}.{control.name}")
            named.setBuddy(made)
            form.addRow(named, made)
        self._column.replaceWidget(self._inside, inside)
        self._inside.deleteLater()
        self._inside = inside

    def _named(self, part: QWidget, control: Control) -> None:
        words = self._desk.words
        words.bind(part.setAccessibleName, f"{ROOM}.{control.name}")
        sense = SENSES.get(control.kind)
        if sense:
            words.bind(part.setToolTip, f"{ROOM}.{sense}")

    def _choice(self, control: Control) -> QWidget:
        box = QComboBox()
        for index, word in enumerate(control.choices):
            box.addItem(word, word)
            if word_key(word) in table("en", ROOM):
                self._desk.words.bind(partial(box.setItemText, index), f"{ROOM}.{word_key(word)}")
        box.activated.connect(lambda _: self.changed.emit(control, box.currentData()))
        self._named(box, control)
        self._shows[control.name] = lambda value: box.setCurrentIndex(box.findData(value))
        return box

    def _choices(self, control: Control) -> QWidget:
        boxes = {word: QCheckBox() for word in control.choices}

        def tell() -> None:
            self.changed.emit(control, [word for word, box in boxes.items() if box.isChecked()])

        def show(value: Sequence[str]) -> None:
            for word, box in boxes.items():
                with QSignalBlocker(box):
                    box.setChecked(word in value)
                # Of the last one that is asked for, nothing would be left.
                box.setEnabled(list(value) != [word])

        for word, box in boxes.items():
            self._desk.words.bind(box.setText, f"{ROOM}.{word_key(word)}")
            box.toggled.connect(tell)
        self._shows[control.name] = show
        return filled(column(*boxes.values(), gap=2))

    def _span(self, control: Control) -> QWidget:
        ends = [QDoubleSpinBox(), QDoubleSpinBox()]
        for end in ends:
            places = 0 if control.kind == "wholes" else _places(control.usual)
            end.setDecimals(places)
            end.setRange(0, MOST)
            end.setSingleStep(max(10**-places, _round(max(control.usual) / 50)))
            end.setKeyboardTracking(False)
            end.valueChanged.connect(
                lambda _: self.changed.emit(control, [_plain(end.value()) for end in ends])
            )
            self._named(end, control)

        def show(value: Sequence[float]) -> None:
            for end, asked in zip(ends, value, strict=True):
                with QSignalBlocker(end):
                    end.setValue(asked)

        self._shows[control.name] = show
        return filled(row(ends[0], QLabel("–"), ends[1], None, gap=6))

    def _share(self, control: Control) -> QWidget:
        slider, told = QSlider(Qt.Orientation.Horizontal), QLabel()
        slider.setRange(0, PERCENT)
        told.setProperty("role", "value")
        told.setMinimumWidth(44)
        slider.valueChanged.connect(lambda value: self.changed.emit(control, value / PERCENT))
        self._named(slider, control)

        def show(value: float) -> None:
            with QSignalBlocker(slider):
                slider.setValue(round(value * PERCENT))
            told.setText(f"{round(value * PERCENT)} %")

        self._shows[control.name] = show
        return filled(row(slider, told))

    def _whole(self, control: Control) -> QWidget:
        box = QSpinBox()
        box.setRange(1, MOST)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self.changed.emit(control, value))
        self._named(box, control)

        def show(value: int) -> None:
            with QSignalBlocker(box):
                box.setValue(value)

        self._shows[control.name] = show
        return box


MAKERS: dict[str, Callable[[ControlsForm, Control], QWidget]] = {
    "choice": ControlsForm._choice,
    "choices": ControlsForm._choices,
    "span": ControlsForm._span,
    "wholes": ControlsForm._span,
    "share": ControlsForm._share,
    "whole": ControlsForm._whole,
}


def word_key(word: str) -> str:
    """The key of a word to choose, such as that of "by level"."""
    return "is_" + word.replace(" ", "_")


def _places(usual: Sequence[float]) -> int:
    """So many places behind the point that what is usual can be said, and a little more or less."""
    given = max(len(f"{value:g}".partition(".")[2]) for value in usual)
    return max(given, 0 if max(usual) >= 100 else 1 if max(usual) > 1 else 2)


def _round(step: float) -> float:
    """The step as one digit, so that it adds up to numbers that people like."""
    return float(f"{step:.0e}")


def _plain(value: float) -> float:
    """Without the noise of adding up."""
    return int(value) if value == int(value) else round(value, 6)
