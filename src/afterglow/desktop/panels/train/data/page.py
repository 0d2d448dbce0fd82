"""The page of preparing pictures: choose a work, see what it does to one picture, run it, watch, stop, go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QProgressBar

from afterglow.desktop.bridge import Task
from afterglow.desktop.panels.train import lab
from afterglow.desktop.panels.train.alone import alone_in
from afterglow.desktop.panels.train.data.controls import Control
from afterglow.desktop.panels.train.data.form import DataForm
from afterglow.desktop.panels.train.data.found import Found
from afterglow.desktop.panels.train.data.preview import Preview, Seen, raster
from afterglow.desktop.panels.train.data.state import DataSettings, Preparing
from afterglow.desktop.panels.train.data.view import DataView
from afterglow.desktop.widgets.asking import file_to_open, folder_to_use, show_folder
from afterglow.desktop.widgets.pieces import button, column, filled, frame, label, plain
from afterglow.errors import AfterglowError
from afterglow.progress import Progress

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.widgets.raster import Raster

ROOM = "data"
LANE, LOOKING = "data", "data look"
OFTEN = 1.0  # seconds between two looks at the manifest
SOON = 150  # milliseconds after a change until it is previewed, for the next may follow
SOME_FAILED = 3  # the code of a command that left some out and did the others


class DataPage(QObject):
    """`left` shows, `right` asks. `use` is called with a folder that is to be learned from."""

    def __init__(self, desk: Desk, use: Callable[[Path], object]) -> None:
        super().__init__()
        self.desk, self.words, self._use = desk, desk.words, use
        self.state = Preparing(desk.settings.read(ROOM, DataSettings))
        self.task: Task[int] | None = None
        self.preview = Preview()
        self._looking: Task[Any] | None = None
        self._learnt = False  # which controls there are
        self._shown: Path | None = None  # the picture made that is looked at
        self.form = DataForm(desk)
        self.left = DataView(desk)
        self.told = plain(label(desk, role="caption", wrap=True))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.go = button(desk, "data.start", self.start, "play", main=True)
        self.halt = button(desk, "data.stop", self.stop, "stop")
        self.open = button(desk, "data.show_report", self.show_result, "folder")
        desk.words.bind(self.bar.setAccessibleName, "data.progress")
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._see)
        below = column(self.told, self.bar, self.go, self.halt, self.open, gap=10)
        self.right = filled(column(self.form, frame("shelf", below, margin=14), gap=0))
        self.form.chosen.connect(self.choose)
        self.form.changed.connect(self.change)
        self.form.controls.changed.connect(self.control)
        self.form.controls.reset.connect(self.reset_controls)
        self.form.wants.connect(self.ask_for)
        self.left.levelled.connect(self.look_at)
        self.left.wants_picture.connect(self.ask_for_picture)
        self._read()

    # Asking

    def choose(self, name: str) -> None:
        """Another work."""
        self.state.choose(name)
        self._asked()

    def change(self, name: str, value: object) -> None:
        """Another option."""
        with self.desk.saying():
            self.state.change(name, value)
        self.draw()
        self._soon.start()

    def control(self, control: Control, value: object) -> None:
        """Another value of a control of the damage."""
        self.state.control(control, value)
        self.draw()
        self._soon.start()

    def reset_controls(self) -> None:
        self.state.reset_controls()
        self.draw()
        self._soon.start()

    def learn_controls(self) -> None:
        """Ask the lab once which controls each damage has."""
        if self._learnt or not lab.is_there():
            return
        self._learnt = True

        def learnt(declared: dict[str, tuple[Control, ...]]) -> None:
            self.state.declared = declared
            self.draw()

        self._look(self.preview.controls, learnt)

    def look_at(self, level: int) -> None:
        """Preview another copy."""
        self.state.level = level
        self.draw()
        self._soon.start()

    def take(self, files: Sequence[Path]) -> None:
        """Folders, a pipeline, videos or a picture were dropped or chosen."""
        if not self.state.running:
            self.state.take(files)
            self._asked()

    def ask_for(self, name: str) -> None:
        """Choose a place."""
        if name == "pipeline":
            chosen = file_to_open(self.desk, self.form, "data.pipeline", [("data.pipelines", [".toml"])])
        else:
            chosen = folder_to_use(self.desk, self.form, f"data.{name}")
        if chosen:
            self.state.place(name, chosen)
            self._asked()

    def ask_for_picture(self) -> None:
        chosen = file_to_open(self.desk, self.form, "data.choose_picture")
        if chosen:
            self.take([chosen])

    def copy_command(self) -> None:
        """The line that does the same in a terminal."""
        if not self.state.order.missing:
            QGuiApplication.clipboard().setText(self.state.order.line)
            self.desk.strip.say("good", "photos.command_copied")

    def show_result(self) -> None:
        """The report of an alignment, or the folder of what was made."""
        report, out = self.state.found.report, self.state.order.out
        if report:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(report)))
        elif out:
            show_folder(out)

    # Working

    def start(self) -> None:
        """Begin, or go on where it was stopped."""
        state = self.state
        if not state.able or not lab.is_there():
            return
        order, looked = state.begin(), 0.0

        def hear(line: str) -> None:
            nonlocal looked
            found = None
            if time.monotonic() - looked > OFTEN:
                looked, found = time.monotonic(), state.read()
            self.desk.bridge.tell(lambda: self._hear(line, found))

        def work(progress: Progress) -> int:
            with alone_in(order.out) if order.out else nullcontext():
                return lab.follow(order.command, hear, progress, (0, SOME_FAILED))

        self.task = self.desk.bridge.start(
            work,
            lambda code: (
                self._over("warning", "data.some_left_out") if code else self._over("good", "data.done")
            ),
            self._failed,
            stopped=lambda: self._over("info", "data.stopped"),
            lane=LANE,
        )
        self.draw()

    def stop(self) -> None:
        """Leave off; what was made stays, and is gone on from."""
        if self.task:
            self.task.stop()

    def close(self) -> None:
        """The window closes."""
        self.stop()
        self._soon.stop()
        self.preview.close()
        self.desk.keep_table(ROOM, self.state.settings)

    def _hear(self, line: str, found: Found | None) -> None:
        self.state.hear(line)
        if found:
            self._show(found)
        self._draw_course()

    def _over(self, kind: str, key: str) -> None:
        self._end()
        if self.state.order.name == "check":
            key = "data.checked" if kind == "good" else "data.faults" if kind == "warning" else key
        out = self.state.order.out
        use = ("data.use", lambda: self._use(out)) if out and kind != "info" else None
        values = {"work": self.words(f"data.work_{self.state.order.name}")}
        if kind == "warning" and self.state.left_out:
            key, values["reason"] = "data.left_out_for", self.words.told(self.state.left_out)
        self.desk.strip.say(kind, key, use, **values)

    def _failed(self, problem: AfterglowError) -> None:
        self._end()
        self.desk.strip.problem(self.state.told(problem))

    def _end(self) -> None:
        self.task = None
        self.state.end()
        self._read()
        self.draw()

    # Looking

    def _asked(self) -> None:
        """Something else is asked for."""
        self.draw()
        self._read()
        self._soon.start()

    def _read(self) -> None:
        """Read what there is in the folder."""
        if not self.state.running:
            self._look(lambda progress: self.state.read(), self._show)

    def _show(self, found: Found) -> None:
        self.state.show(found)
        self.left.draw_found(self.state)
        self._draw_found()
        if not self.state.order.work.mode and found.latest != self._shown:
            latest, screen = found.latest, self.desk.screen.profile
            self._shown = latest
            if latest:
                self._look(lambda progress: raster(latest, screen), self._show_made)
            else:
                self._show_made(None)

    def _see(self) -> None:
        """Preview what is asked now."""
        look = self.state.looked_at
        if look is None or not lab.is_there():
            return
        if self._looking:
            self._looking.stop()
        screen = self.desk.screen.profile
        self._looking = self._look(lambda progress: self.preview.see(look, screen, progress), self._show_seen)

    def _show_seen(self, seen: Seen) -> None:
        if self.state.order.work.mode:
            self._shown = None
            self.left.show_seen(seen)

    def _show_made(self, made: Raster | None) -> None:
        if not self.state.order.work.mode:
            self.left.show_made(made)

    def _look(self, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> Task[Any]:
        return self.desk.bridge.start(work, done, self.desk.strip.problem, lane=LOOKING)

    # Drawing

    def draw(self) -> None:
        state, able = self.state, lab.is_there()
        self.form.draw(state)
        self.left.draw(state, able)
        self.go.setVisible(not state.running)
        self.go.setEnabled(able and state.able)
        self.halt.setVisible(state.running)
        self._draw_found()
        self._draw_course()

    def _draw_found(self) -> None:
        """What there is already."""
        found = self.state.found
        self.go.setText(self.words("data.go_on" if found.begun else "data.start"))
        self.open.setText(self.words("data.show_report" if found.report else "data.show_folder"))
        self.open.setEnabled(found.begun)

    def _draw_course(self) -> None:
        """How the work goes."""
        state = self.state
        self.bar.setVisible(state.running)
        self.bar.setRange(0, 0 if state.progress is None else 1000)
        self.bar.setValue(round(1000 * (state.progress or 0)))
        self.told.setVisible(state.running)
        self.told.setText(state.said)
