"""Controls for the fields of a recipe, drawn from their declaration: what can be asked is declared there alone.

The options of clips are drawn in the same way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QSpinBox,
    QWidget,
)

from afterglow.desktop.widgets.pieces import label, plain
from afterglow.desktop.words import table
from afterglow.enhance.recipe import Recipe

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

PERCENT = 100
INDENT = 6  # pixels that bring numbers in line with the other controls


class RecipeForm(QWidget):
    """Controls for some fields. Emits `changed(name, value)`, and `settled` when a slider is let go."""

    changed = Signal(str, object)
    settled = Signal()

    def __init__(
        self,
        desk: Desk,
        names: Sequence[str],
        choices: dict[str, Sequence[str]] | None = None,
        *,
        options: type = Recipe,
        room: str = "recipe",
    ) -> None:
        """`choices` are what a field of free text, such as a device, is best chosen from.

        `options` declares the fields, and `room` has the words for them.
        """
        super().__init__()
        self._desk, self._room = desk, room
        self._fields = {field.name: field for field in dataclasses.fields(options)}
        self._kinds = get_type_hints(options)
        self._choices = dict(choices or {})
        self.controls: dict[str, QWidget] = {}
        self._shows: dict[str, Callable[[Any], None]] = {}
        self._names: list[QLabel] = []
        self._told: dict[str, QLabel] = {}  # the values of sliders
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        for row, name in enumerate(names):
            self._add(row, name)

    def show_recipe(self, recipe: Any) -> None:
        """Set every control to what the recipe, or whatever declares the fields, asks, without telling anyone."""
        for name, show in self._shows.items():
            with QSignalBlocker(self.controls[name]):
                show(getattr(recipe, name))

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """What a field is chosen from now: values, and how each is called."""
        box = self.controls[name]
        assert isinstance(box, QComboBox)
        with QSignalBlocker(box):
            now = box.currentData()
            box.clear()
            for value, called in choices:
                box.addItem(called, value)
            box.setCurrentIndex(max(box.findData(now), 0))

    def names_width(self) -> int:
        """The room that the names of the controls need."""
        return max((named.sizeHint().width() for named in self._names), default=0)

    def set_names_width(self, width: int) -> None:
        """Give the names this much room, so that forms below each other are aligned."""
        self._grid.setColumnMinimumWidth(0, width)

    def _add(self, row: int, name: str) -> None:
        made = self._control(name)
        self.controls[name] = made
        words = self._desk.words
        words.bind(made.setAccessibleName, f"{self._room}.{name}")
        words.bind(made.setToolTip, f"{self._room}.{name}_sense")
        if isinstance(made, QCheckBox):
            words.bind(made.setText, f"{self._room}.{name}")
            self._grid.addWidget(made, row, 0, 1, 3)
            return
        named = label(self._desk, f"{self._room}.{name}")
        named.setBuddy(made)
        self._names.append(named)
        self._grid.addWidget(named, row, 0)
        self._grid.addWidget(made, row, 1, 1, 1 if name in self._told else 2)
        if name in self._told:
            self._grid.addWidget(self._told[name], row, 2)

    def _control(self, name: str) -> QWidget:
        kind, span = self._kinds[name], self._fields[name].metadata["span"]
        if name in self._choices:
            return self._open_choice(name)
        if get_origin(kind) is Literal:
            return self._choice(name, get_args(kind))
        if kind is bool:
            return self._switch(name)
        if kind is float and span == (0, 1):
            return self._slider(name)
        if kind is float:
            return self._number(name, span)
        if kind is int:
            return self._whole(name, span)
        return self._text(name)

    def _tell(self, name: str, value: object) -> None:
        self.changed.emit(name, value)

    def _choice(self, name: str, values: Sequence[str]) -> QComboBox:
        box = QComboBox()
        for index, value in enumerate(values):
            box.addItem("", value)
            self._desk.words.bind(_item(box, index), f"{self._room}.{name}_{value}")
        box.activated.connect(lambda _: self._tell(name, box.currentData()))
        self._shows[name] = lambda value: box.setCurrentIndex(box.findData(value))
        return box

    def _open_choice(self, name: str) -> QComboBox:
        """Names of models or devices: data, but for what stands for the machine's own choice."""
        box = plain(QComboBox())
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        for value in self._choices[name]:
            box.addItem(value, value)
        box.activated.connect(lambda _: self._tell(name, box.currentData()))

        def show(value: str) -> None:
            if box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(box.findData(value))

        self._shows[name] = show
        return box

    def _switch(self, name: str) -> QCheckBox:
        box = QCheckBox()
        box.toggled.connect(lambda on: self._tell(name, on))
        self._shows[name] = box.setChecked
        return box

    def _slider(self, name: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, PERCENT)
        slider.setPageStep(10)
        told = QLabel()
        told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        told.setMinimumWidth(44)
        told.setProperty("role", "value")
        self._told[name] = told
        slider.valueChanged.connect(lambda value: self._tell(name, value / PERCENT))
        slider.sliderReleased.connect(self.settled)

        def show(value: float) -> None:
            slider.setValue(round(value * PERCENT))
            told.setText(f"{round(value * PERCENT)} %")

        self._shows[name] = show
        return slider

    def _number(self, name: str, span: tuple[float, float]) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(*span)
        box.setSingleStep(0.25)
        box.setPrefix("× ")
        box.lineEdit().setTextMargins(INDENT, 0, 0, 0)
        box.valueChanged.connect(lambda value: self._tell(name, value))
        self._shows[name] = box.setValue
        return box

    def _whole(self, name: str, span: tuple[float, float]) -> QSpinBox:
        box = QSpinBox()
        box.setRange(int(span[0]), int(span[1]))
        box.lineEdit().setTextMargins(INDENT, 0, 0, 0)
        if f"{name}_0" in table("en", self._room):  # the least stands for something that is no number
            self._desk.words.bind(box.setSpecialValueText, f"{self._room}.{name}_0")
        box.valueChanged.connect(lambda value: self._tell(name, value))
        self._shows[name] = box.setValue
        return box

    def _text(self, name: str) -> QLineEdit:
        line = QLineEdit()
        self._desk.words.bind(line.setPlaceholderText, f"{self._room}.{name}_example")
        line.editingFinished.connect(
            lambda: self._tell(name, line.text().strip() or self._fields[name].default)
        )
        default = self._fields[name].default
        self._shows[name] = lambda value: line.setText("" if value == default else value)
        return line


def _item(box: QComboBox, index: int) -> Callable[[str], None]:
    return lambda text: box.setItemText(index, text)
