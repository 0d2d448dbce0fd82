"""What is asked of the pictures to learn from: a work, its places, and its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QPushButton, QScrollArea, QWidget

from afterglow.desktop.files import shown
from afterglow.desktop.panels.train.data.controls_form import ControlsForm
from afterglow.desktop.panels.train.data.orders import GROUPS, WORKS, Options
from afterglow.desktop.panels.train.data.state import Preparing
from afterglow.desktop.widgets.fold import Fold
from afterglow.desktop.widgets.pieces import button, column, label, plain
from afterglow.desktop.widgets.recipe_form import RecipeForm

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

PLACES = ("good", "phone", "camera", "videos", "pipeline", "out")
FOLDED = ("run",)


class DataForm(QScrollArea):
    """Emits `chosen` with another work, `changed(name, value)` with another option, and `wants` with a place."""

    chosen = Signal(str)
    changed = Signal(str, object)
    wants = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.work = QComboBox()
        for name in WORKS:
            self.work.addItem("", name)
        self.work.activated.connect(lambda _: self.chosen.emit(self.work.currentData()))
        self.told = label(desk, role="caption", wrap=True)
        self.places = {name: plain(QLineEdit()) for name in PLACES}
        self._choosing: dict[str, QPushButton] = {}
        self._rows: dict[str, QWidget] = {}
        self.groups = {
            name: RecipeForm(desk, fields, options=Options, room="data") for name, fields in GROUPS.items()
        }
        self.controls = ControlsForm(desk)
        self.damage = Fold(desk, "damage.fold", self.controls)
        self._shown: dict[str, QWidget] = {}
        for name, form in self.groups.items():
            form.changed.connect(self.changed)
            self._shown[name] = Fold(desk, "data.fold_run", form) if name in FOLDED else form
        self._lay_out()

    def _lay_out(self) -> None:
        words = self._desk.words
        heading = label(self._desk, "data.work", "heading")
        heading.setBuddy(self.work)
        words.bind(self.work.setAccessibleName, "data.work")
        parts = [self._place(name) for name in PLACES]
        inside = QWidget()
        groups = [self._shown[name] for name in GROUPS]
        inside.setLayout(
            column(heading, self.work, self.told, *parts, self.damage, *groups, None, gap=12, margin=14)
        )
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def _place(self, name: str) -> QWidget:
        """The name of a place, what it is now, and a button to choose another."""
        line = self.places[name]
        line.setReadOnly(True)
        choose = button(self._desk, "data.choose", lambda: self.wants.emit(name))
        self._choosing[name] = choose
        words = self._desk.words
        words.bind(line.setAccessibleName, f"data.{name}")
        words.bind(line.setToolTip, f"data.{name}_sense")
        words.bind(choose.setAccessibleName, f"data.{name}")
        named = label(self._desk, f"data.{name}")
        named.setBuddy(choose)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.addWidget(named, 0, 0, 1, 2)
        grid.addWidget(line, 1, 0)
        grid.addWidget(choose, 1, 1)
        made = QWidget()
        made.setLayout(grid)
        self._rows[name] = made
        return made

    def draw(self, state: Preparing) -> None:
        """Show what is asked, in the words of now."""
        words, order = self._desk.words, state.order
        with QSignalBlocker(self.work):
            for index, name in enumerate(WORKS):
                self.work.setItemText(index, words(f"data.work_{name}"))
            self.work.setCurrentIndex(list(WORKS).index(order.name))
        self.told.setText(words(f"data.work_{order.name}_sense"))
        for name, row in self._rows.items():
            row.setVisible(name in order.work.places)
            place = order.out if name == "out" else order.places.get(name)
            self.places[name].setText(shown(place))
            self.places[name].end(False)  # of a path, the end says most
        forms = [self.groups[name] for name in order.work.groups]
        widest = max(form.names_width() for form in forms)
        for name, form in self.groups.items():
            self._shown[name].setVisible(name in order.work.groups)
            form.set_names_width(widest)
            form.show_recipe(order.options)
        self.damage.setVisible(bool(state.controls))
        self.controls.draw(state.controls, order.asked_of_mode)
        for part in (self.work, self.controls, *self._choosing.values(), *self.groups.values()):
            part.setEnabled(not state.running)
