"""The page of the models."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTreeWidgetItem, QWidget

from afterglow.desktop.desk import Desk
from afterglow.desktop.panels.models.card import Card
from afterglow.desktop.panels.models.form import AddForm
from afterglow.desktop.panels.models.state import Found, Model, Shelf, add, look, remove, task, verify
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.widgets.asking import file_to_open, show_folder
from afterglow.desktop.widgets.pieces import button, column, frame, label, row
from afterglow.desktop.widgets.table import Table
from afterglow.errors import AfterglowError
from afterglow.models import Details, ModelCard

COLUMN = 400  # pixels
LANE = "models"
HEADINGS = ("name", "task", "quality", "scale", "licence", "state")


class ModelsPanel(Panel):
    """The models on this machine, and the card of the one looked at."""

    name = "models"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state = Shelf()
        self.command("add", self.ask_for_file, menu="file", shortcut="Ctrl+O", icon="add")
        self.command("folder", self.open_folder, menu="file", shortcut="Ctrl+Shift+F", icon="folder")
        self.command("remove", self.ask_to_remove, menu="edit", shortcut="Del", icon="remove")
        self.command("verify", self.verify, menu="work", shortcut="Ctrl+Return", icon="good")
        self.command("verify_all", self.verify_all, menu="work", shortcut="Ctrl+Shift+Return")
        self.command("refresh", self.refresh, menu="view", shortcut="F5", icon="retry")
        self.list = Table([164, 146, 76, 76, 104])
        self.list.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.list.currentItemChanged.connect(self._choose)
        desk.words.bind(self.list.setAccessibleName, "shell.models")
        self.card = Card(desk)
        self.form = AddForm(desk)
        self.form.wanted.connect(self.add)
        self.form.left.connect(self.leave_form)
        self.right = QStackedWidget()
        self.question = label(desk, wrap=True)
        self._lay_out()
        desk.models_changed.append(self.refresh)
        self.draw()

    def _lay_out(self) -> None:
        shown = self.commands
        self.add_button = button(self.desk, "models.add", self.ask_for_file, "add", main=True)
        self.verify_button = button(self.desk, "models.verify", self.verify)
        self.remove_button = button(self.desk, "models.remove", self.ask_to_remove)
        self.really = button(self.desk, "models.remove_it", self.remove)
        self.keep = button(self.desk, "models.keep_it", self.keep_it)
        self.verify_all_button = button(self.desk, "models.verify_all", shown["verify_all"].trigger)
        bar = frame("bar", row(self.add_button, self.verify_all_button, None))
        middle = QWidget()
        middle.setLayout(column(self.list, margin=16))
        left = QWidget()
        left.setLayout(column(bar, middle, gap=0))
        asking = row(None, self.keep, self.really)
        doing = row(self.verify_button, None, self.remove_button)
        below = frame("shelf", column(self.question, asking, doing), margin=12)
        page = QWidget()
        page.setLayout(column(self.card, below, gap=0))
        self.right.addWidget(page)
        self.right.addWidget(self.form)
        right = frame("column", column(self.right), margin=0)
        right.setFixedWidth(COLUMN)
        self.setLayout(row(left, right, gap=0))

    # Looking

    def refresh(self) -> None:
        """Look what is there now; another window or program may have changed it."""
        self.desk.bridge.start(look, self._show, self.desk.strip.problem, lane=LANE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def open_folder(self) -> None:
        model = self.state.model
        if model and model.card and model.card.folder:
            show_folder(model.card.folder)

    def _show(self, models: list[Model]) -> None:
        gone = self.state.show(models)
        if gone:
            self.desk.strip.say("warning", "models.gone", names=", ".join(gone))
        self.draw()

    def _choose(self, line: QTreeWidgetItem | None) -> None:
        if line:
            self.state.chosen, self.state.removing = line.text(0), ""
            self._draw_right()

    # Verifying

    def verify(self) -> None:
        if self.state.model:
            self._verify([self.state.model.name])

    def verify_all(self) -> None:
        self._verify([model.name for model in self.state.models if model.card])

    def _verify(self, names: Sequence[str]) -> None:
        for name in names:
            self.state.verifying.add(name)
            done = partial(self._verified, name)
            failed = partial(self._not_verified, name)
            self.desk.bridge.start(partial(verify, name), done, failed, lane=LANE)
        self.draw()

    def _verified(self, name: str, found: Found) -> None:
        self.state.verifying.discard(name)
        self.state.found[name] = found
        if found.problem:
            self.desk.log.failed(found.problem)
        else:
            self.desk.log.note("good", "models.verified", name=name, way=found.runs)
        self.draw()

    def _not_verified(self, name: str, problem: AfterglowError) -> None:
        self._verified(name, Found(problem=problem))

    # Adding

    def take(self, files: Sequence[Path]) -> None:
        """Ask about a model that was dropped."""
        if files and not self.state.trying:
            self.state.begin(files[0])
            self.draw()
            if self.state.draft:
                self.form.ask(self.state.draft)

    def ask_for_file(self) -> None:
        file = file_to_open(self.desk, self, "models.add", [("models.onnx", [".onnx"])])
        if file:
            self.take([file])

    def add(self, details: Details) -> None:
        """Try the model, and put it among the others if it is one."""
        self.state.say(**vars(details))
        draft = self.state.draft
        if draft is None:
            return
        self.state.trying, self.state.draft_problem = True, None
        self.desk.bridge.start(partial(add, draft), self._added, self._refused, lane=LANE)
        self.draw()

    def leave_form(self) -> None:
        self.state.leave()
        self.draw()

    def _added(self, card: ModelCard) -> None:
        self.state.trying = False
        self.state.leave()
        self.state.chosen = card.name
        self.desk.strip.say("good", "models.added", name=card.name, scale=card.scale, context=card.context)
        self._tell_all()

    def _refused(self, problem: AfterglowError) -> None:
        self.state.trying, self.state.draft_problem = False, problem
        self.desk.log.failed(problem)
        self.draw()

    # Removing

    def ask_to_remove(self) -> None:
        model = self.state.model
        if model and model.own:
            self.state.removing = model.name
            self._draw_right()
            self.keep.setFocus()

    def keep_it(self) -> None:
        self.state.removing = ""
        self._draw_right()

    def remove(self) -> None:
        name = self.state.removing
        self.state.removing = ""
        self.desk.bridge.start(
            partial(remove, name), partial(self._removed, name), self._not_removed, lane=LANE
        )

    def _removed(self, name: str, made: None) -> None:
        self.state.models = [model for model in self.state.models if model.name != name]
        self.desk.strip.say("good", "models.removed", name=name)
        self._tell_all()

    def _not_removed(self, problem: AfterglowError) -> None:
        self.desk.strip.problem(problem)
        self.refresh()

    def _tell_all(self) -> None:
        for tell in list(self.desk.models_changed):
            tell()
        self.draw()

    # Drawing

    def draw(self) -> None:
        words, state = self.words, self.state
        self.list.blockSignals(True)
        self.list.setHeaderLabels([words(f"models.{name}") for name in HEADINGS])
        self.list.clear()
        for model in state.models:
            line = self._line(model)
            self.list.addTopLevelItem(line)
            if model.name == state.chosen:
                self.list.setCurrentItem(line)
        self.list.blockSignals(False)
        self._draw_right()

    def _draw_right(self) -> None:
        state, model = self.state, self.state.model
        self.right.setCurrentIndex(1 if state.draft else 0)
        self.card.draw(state)
        self.form.draw(state)
        asked = bool(state.removing)
        self.question.setVisible(asked)
        self.question.setText(self.words("models.really", name=state.removing) if asked else "")
        for part in (self.really, self.keep):
            part.setVisible(asked)
        for part in (self.verify_button, self.remove_button):
            part.setVisible(not asked)
        own, usable = bool(model and model.own), bool(model and model.card)
        self.remove_button.setEnabled(own)
        self.verify_button.setEnabled(usable)
        self.verify_all_button.setEnabled(not state.verifying)
        for name, able in (
            ("remove", own),
            ("verify", usable),
            ("folder", usable),
            ("verify_all", not state.verifying),
        ):
            self.commands[name].setEnabled(able)

    def _line(self, model: Model) -> QTreeWidgetItem:
        card, words = model.card, self.words
        told = [model.name, "", "", "", "", self._state_of(model)]
        if card:
            quality = (
                words(f"models.quality_{card.quality}") if card.quality in ("fast", "best") else card.quality
            )
            told[1:5] = [task(card.task, words), quality, f"×{card.scale}", card.licence]
        line = QTreeWidgetItem(told)
        kind = self._kind_of(model)
        if kind:
            line.setIcon(5, self.desk.look.icon(kind, kind))
        line.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in told if part))
        return line

    def _kind_of(self, model: Model) -> str:
        found = self.state.found.get(model.name)
        if model.problem or (found and found.problem):
            return "problem"
        return "good" if found else ""

    def _state_of(self, model: Model) -> str:
        found = self.state.found.get(model.name)
        if model.name in self.state.verifying:
            return self.words("models.verifying")
        if model.problem or (found and found.problem):
            return self.words("models.unusable")
        if found:
            return found.runs
        return self.words("models.own" if model.own else "models.shipped")
