"""The page of speed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QSpinBox,
    QWidget,
)

from afterglow.desktop.bridge import Task
from afterglow.desktop.desk import Desk
from afterglow.desktop.panels.bench.results import Results
from afterglow.desktop.panels.bench.state import (
    FEWEST,
    MOST,
    BenchSettings,
    Stopwatch,
    as_text,
    keep,
    load,
    machine,
    measure,
    records,
    save,
)
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.widgets.asking import file_to_open, file_to_save
from afterglow.desktop.widgets.pieces import button, column, frame, label, plain, row, tool
from afterglow.errors import AfterglowError
from afterglow.models import ModelCard, list_models
from afterglow.progress import Progress
from afterglow.score.bench import Benchmark

LANE = "bench"
JSON = [("bench.json", [".json"])]


class BenchPanel(Panel):
    """What this machine can do with each model."""

    name = "bench"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state = Stopwatch(desk.settings.read(self.name, BenchSettings))
        self.task: Task[Benchmark] | None = None
        self.command("open", self.ask_for_record, menu="file", shortcut="Ctrl+O", icon="open")
        self.command("save", self.ask_where, menu="file", shortcut="Ctrl+S", icon="save")
        self.command("copy", self.copy, menu="edit", shortcut="Ctrl+C", icon="copy")
        self.command("start", self.start, menu="work", shortcut="Ctrl+Return", icon="play")
        self.command("stop", self.stop, menu="work", shortcut="Esc", icon="stop")
        self.models = QListWidget()
        self.models.setSpacing(3)
        self.models.itemChanged.connect(self._choose)
        self.seconds = QSpinBox()
        self.seconds.setRange(FEWEST, MOST)
        self.seconds.setValue(self.state.seconds)
        self.seconds.valueChanged.connect(self._set_seconds)
        self.go = button(desk, "bench.start", self.start, "play", main=True)
        self.halt = button(desk, "bench.stop", self.stop, "stop")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.machine = plain(label(desk, role="heading", wrap=True))
        self.told = label(desk, "bench.told", "caption", wrap=True)
        self.compared = QComboBox()
        self.compared.setMinimumWidth(200)
        self.compared.currentIndexChanged.connect(self._compare)
        self.table = Results(desk)
        self.table.copied.connect(self.copy)
        for widget, key in (
            (self.models, "bench.models"),
            (self.seconds, "bench.seconds"),
            (self.bar, "bench.progress"),
            (self.compared, "bench.compared"),
        ):
            desk.words.bind(widget.setAccessibleName, key)
        self._lay_out()
        desk.models_changed.append(self.refresh)
        self.draw()

    def _lay_out(self) -> None:
        tools = [tool(self.commands[name]) for name in ("copy", "save")]
        compared = row(
            label(self.desk, "bench.compared", "value"), self.compared, tool(self.commands["open"])
        )
        middle = column(row(self.machine, *tools), self.told, self.table, margin=16, gap=10)
        left = QWidget()
        left.setLayout(column(frame("bar", row(compared, None)), middle, gap=0))
        seconds = row(label(self.desk, "bench.seconds", "value"), None, self.seconds)
        models = column(label(self.desk, "bench.models", "heading"), self.models, margin=14, gap=10)
        below = frame("shelf", column(seconds, self.bar, self.go, self.halt, gap=10), margin=14)
        right = frame("column", column(models, below, gap=0), margin=0)
        right.setFixedWidth(280)
        inside = row(left, right, gap=0)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    # What there is

    def refresh(self) -> None:
        """Look which models and records there are now."""

        def work(progress: Progress) -> tuple[list[ModelCard], list[Path]]:
            return list_models(), records()

        self.desk.bridge.start(work, self._show, self.desk.strip.problem, lane="models")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def leave(self) -> None:
        self.desk.keep_table(self.name, self.state.settings)

    def _show(self, found: tuple[list[ModelCard], list[Path]]) -> None:
        self.state.cards, self.state.records = found
        self.draw()

    def _choose(self, line: QListWidgetItem) -> None:
        self.state.choose(line.text(), line.checkState() == Qt.CheckState.Checked)
        self._draw_buttons()

    def _set_seconds(self, seconds: int) -> None:
        self.state.seconds = seconds

    # Measuring

    def start(self) -> None:
        """Measure the models chosen, one after the other."""
        cards = self.state.chosen
        if not cards or self.state.progress is not None:
            return
        self.state.progress, self.state.now, self.state.kept = 0.0, None, None
        seconds = self.state.seconds

        def tell(found: Benchmark) -> None:
            self.desk.bridge.tell(partial(self._measured_some, found))

        self.task = self.desk.bridge.start(
            lambda progress: measure(cards, seconds, tell, progress),
            self._measured,
            self._failed,
            advanced=self._advance,
            stopped=self._stopped,
            lane=LANE,
        )
        self.draw()

    def stop(self) -> None:
        """Leave off after the way that is being measured; what is known stays."""
        if self.task:
            self.task.stop()

    def _advance(self, done: float) -> None:
        self.state.progress = done
        self.bar.setValue(round(1000 * done))

    def _measured_some(self, found: Benchmark) -> None:
        if self.state.progress is not None:
            self.state.now = found
            self.draw()

    def _measured(self, found: Benchmark) -> None:
        self.state.now, self.state.progress, self.task = found, None, None
        self.desk.log.note("good", "bench.done", count=len(found.speeds))
        self.desk.bridge.start(lambda progress: keep(found), self._kept, self.desk.strip.problem, lane=LANE)
        self.draw()

    def _kept(self, path: Path) -> None:
        self.state.kept = path
        self.refresh()

    def _stopped(self) -> None:
        self.state.progress, self.task = None, None
        self.desk.strip.say("info", "bench.stopped")
        self.draw()

    def _failed(self, problem: AfterglowError) -> None:
        self.state.progress, self.task = None, None
        self.desk.strip.problem(problem)
        self.draw()

    # Comparing and keeping

    def take(self, files: Sequence[Path]) -> None:
        """Compare with a measurement that was dropped."""
        if files:
            file = files[0]
            done = partial(self._loaded, file)
            self.desk.bridge.start(lambda progress: load(file), done, self._not_loaded, lane="models")

    def ask_for_record(self) -> None:
        file = file_to_open(self.desk, self, "bench.open", JSON)
        if file:
            self.take([file])

    def ask_where(self) -> None:
        found = self.state.shown
        target = file_to_save(self.desk, self, "bench.save", "bench.json", JSON) if found else None
        if target and found:
            self.save(found, target)

    def save(self, found: Benchmark, target: Path) -> None:
        def done(path: Path) -> None:
            self.desk.strip.say("good", "bench.saved", name=path.name)

        self.desk.bridge.start(lambda progress: save(found, target), done, self.desk.strip.problem, lane=LANE)

    def copy(self) -> None:
        """The table, as text, to the clipboard."""
        if self.state.shown:
            QGuiApplication.clipboard().setText(as_text(self.state, self.words, self.table.headings))
            self.desk.strip.say("good", "bench.copied")

    def _compare(self, index: int) -> None:
        path = self.compared.itemData(index)
        if path is None:
            self.state.earlier, self.state.compared = None, None
            self.draw()
        else:
            self.take([Path(path)])

    def _loaded(self, path: Path, found: Benchmark) -> None:
        self.state.earlier, self.state.compared = found, path
        self.draw()

    def _not_loaded(self, problem: AfterglowError) -> None:
        self.desk.strip.problem(problem)
        self.draw()

    # Drawing

    def draw(self) -> None:
        state, found = self.state, self.state.shown
        self._draw_models()
        self._draw_records()
        self.machine.setText(machine(found, self.words) if found else self.words("bench.nothing_yet"))
        self.table.draw(state)
        self.bar.setVisible(state.progress is not None)
        self.bar.setValue(round(1000 * (state.progress or 0)))
        self._draw_buttons()

    def _draw_buttons(self) -> None:
        running, some = self.state.progress is not None, bool(self.state.shown)
        self.go.setVisible(not running)
        self.halt.setVisible(running)
        self.go.setEnabled(bool(self.state.chosen))
        for name, able in (
            ("start", not running and bool(self.state.chosen)),
            ("stop", running),
            ("copy", some),
            ("save", some),
        ):
            self.commands[name].setEnabled(able)
        self.seconds.setSuffix(self.words("bench.suffix"))
        self.seconds.setEnabled(not running)
        self.models.setEnabled(not running)

    def _draw_models(self) -> None:
        self.models.blockSignals(True)
        row_now = self.models.currentRow()
        self.models.clear()
        for card in self.state.cards:
            line = QListWidgetItem(card.name)
            chosen = card.name not in self.state.left_out
            line.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            self.models.addItem(line)
        self.models.setCurrentRow(row_now)
        self.models.blockSignals(False)

    def _draw_records(self) -> None:
        """The earlier measurements; the one of now is none of them."""
        self.compared.blockSignals(True)
        self.compared.clear()
        self.compared.addItem(self.words("bench.no_record"), None)
        listed = [path for path in self.state.records if path != self.state.kept]
        if self.state.compared and self.state.compared not in listed:
            listed.append(self.state.compared)
        for path in listed:
            self.compared.addItem(path.stem.replace("T", " "), str(path))
        chosen = self.compared.findData(str(self.state.compared)) if self.state.compared else 0
        self.compared.setCurrentIndex(max(chosen, 0))
        self.compared.blockSignals(False)
        plain(self.compared)
