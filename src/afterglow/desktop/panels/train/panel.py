"""The page of training: choose what to learn, start, watch, stop, go on, and put what was learned among the models."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QStackedWidget, QTabWidget

from afterglow.desktop.bridge import Task
from afterglow.desktop.desk import Desk
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.panels.train import lab
from afterglow.desktop.panels.train.alone import alone_in
from afterglow.desktop.panels.train.data.page import DataPage
from afterglow.desktop.panels.train.form import TrainForm
from afterglow.desktop.panels.train.state import (
    LOG,
    Curves,
    Practice,
    TrainSettings,
    Wish,
    latest_sample,
    prepare,
    read_curves,
    trainings,
)
from afterglow.desktop.panels.train.view import TrainingView
from afterglow.desktop.widgets.asking import file_to_open, folder_to_use, show_folder
from afterglow.desktop.widgets.pieces import button, column, filled, frame, row, tool
from afterglow.errors import AfterglowError
from afterglow.progress import Progress

if TYPE_CHECKING:
    from afterglow.desktop.widgets.raster import Raster

COLUMN = 332  # pixels
LANE = "train"
OFTEN = 1.0  # seconds between two looks at the log


class TrainPanel(Panel):
    """A model of one's own, from one's own pictures."""

    name = "train"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state = Practice(desk.settings.read(self.name, TrainSettings))
        self.task: Task[int] | None = None
        offer = self.command
        offer("open_folder", self.ask_for_folder, menu="file", shortcut="Ctrl+O", icon="open")
        offer("open_run", self.ask_for_run, menu="file", shortcut="Ctrl+Shift+O")
        offer("show_folder", self.show_training, menu="file", shortcut="Ctrl+Shift+F", icon="folder")
        offer("start", self.start, menu="work", shortcut="Ctrl+Return", icon="play")
        offer("stop", self.stop, menu="work", shortcut="Esc", icon="stop")
        offer("export", self.export, menu="work", shortcut="Ctrl+E", icon="add")
        self.divide("work")
        self.data = DataPage(desk, self.learn_from)
        offer("prepare", self.data.start, menu="work", shortcut="Ctrl+Shift+Return")
        offer("stop_preparing", self.data.stop, menu="work", shortcut="Ctrl+.")
        offer("copy_command", self.data.copy_command, menu="edit", shortcut="Ctrl+Shift+C", icon="command")
        self.form = TrainForm(desk)
        self.view = TrainingView(desk)
        self.tabs = QTabWidget()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        desk.words.bind(self.bar.setAccessibleName, "train.progress")
        self.go = button(desk, "train.start", self.start, "play", main=True)
        self.halt = button(desk, "train.stop", self.stop, "stop")
        self.keep = button(desk, "train.export", self.export, "add")
        self._lay_out()
        desk.screen.changed.append(self._show_sample)
        self.form.changed.connect(self.wish)
        self.form.chosen.connect(self.choose)
        self.form.wants_folder.connect(self.ask_for_folder)
        self.form.wants_run.connect(self.ask_for_run)
        self.draw()

    def _lay_out(self) -> None:
        tools = [tool(self.commands[name]) for name in ("open_folder", "show_folder")]
        bar = frame(
            "bar", row(*tools, column(self.view.title, self.view.told, gap=0), None, gap=12), margin=8
        )
        left = QStackedWidget()
        left.addWidget(filled(column(bar, self.view, gap=0)))
        left.addWidget(self.data.left)
        below = frame("shelf", column(self.bar, self.go, self.halt, self.keep, gap=10), margin=14)
        self.tabs.addTab(filled(column(self.form, below, gap=0)), "")
        self.tabs.addTab(self.data.right, "")
        for index, key in enumerate(("train.tab_train", "train.tab_data")):
            self.words.bind(partial(self.tabs.setTabText, index), key)
        self.tabs.currentChanged.connect(left.setCurrentIndex)
        self.tabs.currentChanged.connect(lambda index: self.data.learn_controls() if index else None)
        right = frame("column", column(self.tabs, gap=0), margin=0)
        right.setFixedWidth(COLUMN)
        inside = row(left, right, gap=0)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    # Asking

    def take(self, files: Sequence[Path]) -> None:
        """A folder of pictures, or a run file, was dropped; or what is to be prepared."""
        if self.tabs.currentWidget() is self.data.right:
            self.data.take(files)
            return
        for file in files[:1]:
            if file.suffix.lower() == ".toml":
                self.form.take(run_file=file)
            else:
                self.form.take(wish_folder=file if file.is_dir() else file.parent)

    def learn_from(self, folder: Path) -> None:
        """What was prepared is what the next training learns from."""
        self.tabs.setCurrentIndex(0)
        self.state.show(None)
        self.take([folder])

    def ask_for_folder(self) -> None:
        folder = folder_to_use(self.desk, self, "train.choose_folder")
        if folder:
            self.take([folder])

    def ask_for_run(self) -> None:
        file = file_to_open(self.desk, self, "train.choose_run", [("train.run_files", [".toml"])])
        if file:
            self.take([file])

    def wish(self, wish: Wish) -> None:
        """Something else is asked for."""
        self.state.wish = wish
        if wish.quality not in self.state.qualities and self.state.qualities:
            self.state.wish = replace(wish, quality=self.state.qualities[0])
        if self.state.wish.warm_start not in self.state.warm_starts:
            self.state.wish = replace(self.state.wish, warm_start="")
        self.draw()

    def choose(self, index: int) -> None:
        """Look at an earlier training, or begin with a new one."""
        self.state.show(self.state.trainings[index - 1] if index > 0 else None)
        self._read_course()
        self.draw()

    def show_training(self) -> None:
        if self.state.training:
            show_folder(self.state.training.folder)

    # Training

    def start(self) -> None:
        """Begin, or go on where an earlier training was stopped."""
        state = self.state
        if state.busy or not state.able or not lab.is_there():
            return
        try:
            training = state.training or prepare(state.wish, state.templates)
        except AfterglowError as problem:
            self.desk.strip.problem(problem)
            return
        state.trainings = trainings()
        state.show(training)
        state.progress = 0.0
        looked = 0.0

        def hear(line: str) -> None:
            nonlocal looked
            curves = None
            if time.monotonic() - looked > OFTEN:
                looked, curves = time.monotonic(), read_curves(training.folder / LOG)
            self.desk.bridge.tell(lambda: self._hear(line, curves))

        def work(progress: Progress) -> int:
            with alone_in(training.folder):
                return lab.follow(training.command, hear, progress)

        self.task = self.desk.bridge.start(
            work,
            lambda _: self._over("good", "train.done"),
            self._failed,
            stopped=lambda: self._over("info", "train.stopped"),
            lane=LANE,
        )
        self.draw()

    def stop(self) -> None:
        """Leave off; the training can be gone on with from its last checkpoint."""
        if self.task:
            self.task.stop()

    def export(self) -> None:
        """Put what was learned among the models."""
        from afterglow.models.store import user_folder

        training = self.state.training
        if training is None or not training.finished or self.state.busy:
            return
        self.state.exporting = True
        command = training.export_command(user_folder())

        def done(_: None) -> None:
            self.state.exporting = False
            self.desk.strip.say("good", "train.exported", name=training.name)
            for tell in list(self.desk.models_changed):
                tell()
            self.draw()

        def work(progress: Progress) -> None:
            lab.follow(command, lambda line: None, progress)

        self.desk.bridge.start(work, done, self._failed, lane=LANE)
        self.draw()

    def leave(self) -> None:
        self.stop()
        self.data.close()
        self.desk.keep_table(self.name, self.state.settings)

    def _hear(self, line: str, curves: Curves | None) -> None:
        self.state.hear(line)
        training = self.state.training
        if curves is not None and training is not None:
            self.state.curves = curves
            if latest_sample(training.folder) != self.state.sample:
                self.state.sample = latest_sample(training.folder)
                self._show_sample()
        self._draw_course()

    def _over(self, kind: str, key: str) -> None:
        training = self.state.training
        self.task, self.state.progress, self.state.exporting = None, None, False
        if training:
            self._read_course()
            self.desk.strip.say(kind, key, name=training.name)
        self.draw()

    def _failed(self, problem: AfterglowError) -> None:
        self.task, self.state.progress, self.state.exporting = None, None, False
        self.desk.strip.problem(problem)
        self.draw()

    # Drawing

    def draw(self) -> None:
        state, able = self.state, lab.is_there()
        self.view.trouble.setVisible(not able)
        self.data.draw()
        self.form.draw(state)
        training = state.training
        going_on = training is not None and training.begun
        self.go.setText(self.words("train.go_on" if going_on else "train.start"))
        ready = able and state.able and not state.busy
        finished = able and training is not None and training.finished and not state.busy
        self.go.setVisible(state.progress is None)
        self.halt.setVisible(state.progress is not None)
        for part in (self.go, self.commands["start"]):
            part.setEnabled(ready)
        for part in (self.keep, self.commands["export"]):
            part.setEnabled(finished)
        self.commands["stop"].setEnabled(state.progress is not None)
        self.commands["show_folder"].setEnabled(training is not None)
        self._draw_course()

    def _draw_course(self) -> None:
        """How the training goes."""
        state = self.state
        self.view.draw(state)
        self.bar.setVisible(state.busy)
        self.bar.setRange(0, 0 if state.exporting else 1000)
        self.bar.setValue(round(1000 * (state.progress or 0)))

    def _read_course(self) -> None:
        """Read what the training looked at has come to: its log may be long."""
        training = self.state.training
        if training is None:
            self._show_sample()
            return

        def done(found: tuple[Curves, Path | None]) -> None:
            self.state.hear_of_course(training, *found)
            self._show_sample()
            self._draw_course()

        def work(progress: Progress) -> tuple[Curves, Path | None]:
            return read_curves(training.folder / LOG), latest_sample(training.folder)

        self.desk.bridge.start(work, done, self.desk.strip.problem, lane="sample")

    def _show_sample(self) -> None:
        path, screen = self.state.sample, self.desk.screen.profile
        if path is None:
            self.view.sample.show_raster(None)
            return

        def work(progress: Progress) -> Raster:
            from afterglow.desktop.widgets.raster import raster_of
            from afterglow.image import read

            return raster_of(read(path), screen)

        self.desk.bridge.start(work, self.view.sample.show_raster, self.desk.strip.problem, lane="sample")
