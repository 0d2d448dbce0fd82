"""The page on which pictures are judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QSlider, QWidget

from afterglow.desktop.bridge import Task
from afterglow.desktop.desk import Desk
from afterglow.desktop.panels.judge import looking
from afterglow.desktop.panels.judge.findings import Findings
from afterglow.desktop.panels.judge.looking import Laid
from afterglow.desktop.panels.judge.slot import Slot
from afterglow.desktop.panels.judge.state import (
    GAINS,
    REFERENCE,
    SIDES,
    VIEWS,
    A,
    B,
    JudgeSettings,
    Opened,
    Trial,
    as_text,
)
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.widgets.asking import file_to_open, file_to_save, show_folder
from afterglow.desktop.widgets.comparison import MODES, STEP, Comparison
from afterglow.desktop.widgets.pieces import button, column, frame, label, plain, row, tool
from afterglow.desktop.widgets.raster import Raster, raster_of
from afterglow.desktop.words import Words
from afterglow.errors import AfterglowError
from afterglow.image import READABLE_SUFFIXES, read
from afterglow.progress import Progress
from afterglow.score.compare import Comparison as Found
from afterglow.score.compare import compare

COLUMN = 348  # pixels
KEYS = {A: "Ctrl+O", B: "Ctrl+Shift+O", REFERENCE: "Ctrl+Alt+O"}


class JudgePanel(Panel):
    """Which of two pictures is better, how sure that is, and where they differ."""

    name = "judge"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state = Trial(desk.settings.read(self.name, JudgeSettings))
        self.view = Comparison(desk, "judge.a", "judge.b", "judge.drop_here")
        self.rasters: dict[str, Raster] = {}
        self.laid: Laid | None = None
        self.curves: dict[str, dict[str, np.ndarray]] = {}
        self._tasks: dict[str, Task[Any]] = {}
        self._offer_commands()
        self.slots = {
            side: Slot(desk, side, self.commands[f"open_{side}"], self.commands[f"close_{side}"])
            for side in SIDES
        }
        self.findings = Findings(desk)
        self.views = QComboBox()
        self.gain = QSlider(Qt.Orientation.Horizontal)
        self.gain_told = plain(label(desk, role="value"))
        self.legend = label(desk, role="caption")
        self._lay_out()
        self._listen()
        self.view.set_mode(self.state.mode)
        self.draw()

    # What can be done

    def _offer_commands(self) -> None:
        offer = self.command
        for side in SIDES:
            offer(f"open_{side}", partial(self.ask_for, side), menu="file", shortcut=KEYS[side], icon="open")
        self.divide("file")
        offer("export", self.ask_where, menu="file", shortcut="Ctrl+S", icon="save")
        offer("copy", self.copy, menu="edit", shortcut="Ctrl+C", icon="copy")
        offer("swap", self.swap, menu="edit", shortcut="Ctrl+T", icon="retry")
        self.divide("edit")
        for side in SIDES:
            offer(f"close_{side}", partial(self.take_away, side), menu="edit", icon="close")
        for number, mode in enumerate(MODES, 2):
            keys = f"F{number}"
            offer(mode, partial(self.set_mode, mode), menu="view", shortcut=keys, icon=mode, checkable=True)
        self.divide("view")
        for number, view in enumerate(VIEWS, 6):
            keys = f"F{number}"
            offer(f"view_{view}", partial(self.set_view, view), menu="view", shortcut=keys, checkable=True)
        self.divide("view")
        zoom = self.view.zoom_by
        offer("zoom_in", lambda: zoom(STEP), menu="view", shortcut="Ctrl++", icon="zoom-in")
        offer("zoom_out", lambda: zoom(1 / STEP), menu="view", shortcut="Ctrl+-", icon="zoom-out")
        offer("fit", self.view.fit, menu="view", shortcut="Ctrl+0", icon="fit")
        offer("actual", lambda: self.view.zoom_to(1), menu="view", shortcut="Ctrl+9", icon="actual")
        offer("again", self.compare, menu="work", shortcut="Ctrl+Return", icon="retry")
        offer("stop", self.stop, menu="work", shortcut="Esc", icon="stop")

    def _lay_out(self) -> None:
        tools = {name: tool(action) for name, action in self.commands.items()}
        self.gain.setRange(0, len(GAINS) - 1)
        self.gain.setPageStep(1)
        self.gain.setFixedWidth(110)
        self.gain_told.setFixedWidth(44)
        self.words.bind(self.gain.setAccessibleName, "judge.gain")
        self.words.bind(self.gain.setToolTip, "judge.gain")
        self.words.bind(self.views.setAccessibleName, "judge.views")
        modes = row(*(tools[mode] for mode in MODES), gap=2)
        zooms = row(*(tools[name] for name in ("zoom_out", "zoom_in", "fit", "actual")), gap=2)
        gain = row(self.gain, self.gain_told, self.legend, gap=8)
        bar = frame("bar", row(self.views, gain, None, modes, zooms, gap=18))
        left = QWidget()
        left.setLayout(column(bar, self.view, gap=0))
        self.setLayout(row(left, self._column(tools), gap=0))

    def _column(self, tools: dict[str, Any]) -> QFrame:
        inside = QWidget()
        inside.setLayout(column(self.findings, margin=14))
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.save = button(self.desk, "judge.export", self.ask_where, "save", main=True)
        below = frame("shelf", row(tools["copy"], tools["swap"], tools["stop"], None, self.save), margin=10)
        top = column(*self.slots.values(), gap=8, margin=14)
        made = frame("column", column(top, scroll, below, gap=0), margin=0)
        made.setFixedWidth(COLUMN)
        return made

    def _listen(self) -> None:
        for side, slot in self.slots.items():
            slot.dropped.connect(partial(self.put, side))
        self.views.currentIndexChanged.connect(lambda index: self.set_view(VIEWS[index]))
        self.gain.valueChanged.connect(lambda index: self.set_gain(GAINS[index]))
        self.findings.space_chosen.connect(self.set_space)

    # Opening

    def take(self, files: Sequence[Path]) -> None:
        for side, path in self.state.places_for(files).items():
            self.put(side, path)

    def ask_for(self, side: str) -> None:
        kinds = [("judge.kinds", sorted(READABLE_SUFFIXES))]
        path = file_to_open(self.desk, self, f"judge.open_{side}", kinds)
        if path:
            self.put(side, path)

    def put(self, side: str, path: Path) -> None:
        """Open a picture at a place."""
        self.state.put(side, path)
        self.rasters.pop(side, None)
        self._forget()
        screen = self.desk.screen.profile

        def work(progress: Progress) -> tuple[Opened, Raster]:
            image = read(path)
            return Opened(path, image), raster_of(image, screen, progress)

        def failed(problem: AfterglowError) -> None:
            self.state.problems[side] = problem
            self.desk.log.failed(problem)
            self.draw()

        self._start(side, work, partial(self._opened, side), failed)
        self.draw()

    def take_away(self, side: str) -> None:
        self._stop(side)
        self.state.take_away(side)
        self.rasters.pop(side, None)
        self._forget()
        self.compare()

    def swap(self) -> None:
        self.state.swap()
        a, b = self.rasters.pop(A, None), self.rasters.pop(B, None)
        self.rasters |= {side: raster for side, raster in ((A, b), (B, a)) if raster}
        self._forget()
        for side in (A, B):
            if side in self.rasters:
                self.slots[side].show_picture(self.rasters[side])
        self.compare()

    def _opened(self, side: str, made: tuple[Opened, Raster]) -> None:
        opened, self.rasters[side] = made
        self.state.opened[side] = opened
        self.slots[side].show_picture(self.rasters[side])
        self.compare()

    # Judging

    def compare(self) -> None:
        """Judge the pictures that are open, if there are two."""
        self._forget()
        if self.state.ready:
            opened = dict(self.state.opened)
            pictures = [opened[side].image if side in opened else None for side in SIDES]
            self.state.progress = 0.0

            def work(progress: Progress) -> tuple[Found, dict[str, dict[str, np.ndarray]]]:
                a, b, reference = pictures
                assert a is not None
                assert b is not None
                found = compare(a, b, reference, progress=progress.part(0, 0.9))
                return found, looking.curves(opened, progress.part(0.9, 1))

            self._start("laying", partial(looking.laid, opened), self._show_laid, lane="view")
            self._start("judging", work, self._judged, self._not_judged, self._advance)
        else:
            self.view.show_pair(self.rasters.get(A) or self.rasters.get(B), None, "judge.a", "judge.a")
        self.draw()

    def stop(self) -> None:
        """Leave the comparison; the pictures stay open."""
        self._stop("judging")
        self.state.progress = None
        self.draw()

    def _judged(self, made: tuple[Found, dict[str, dict[str, np.ndarray]]]) -> None:
        self.state.found, self.curves = made
        self.state.progress = None
        self.draw()

    def _not_judged(self, problem: AfterglowError) -> None:
        self.state.progress = None
        self.desk.strip.problem(problem)
        self.draw()

    def _advance(self, done: float) -> None:
        self.state.progress = done
        self.findings.draw(self.state)

    # Looking

    def set_mode(self, mode: str) -> None:
        self.state.mode = mode
        self.view.set_mode(mode)
        self.draw()

    def set_view(self, view: str) -> None:
        self.state.view = view
        self._draw_pictures()
        self.draw()

    def set_gain(self, gain: int) -> None:
        self.state.gain = gain
        if self.state.view == "difference":
            self._draw_pictures()
        self.draw()

    def set_space(self, space: str) -> None:
        self.state.space = space
        self.draw()

    def _show_laid(self, made: Laid) -> None:
        self.laid = made
        self._draw_pictures()

    def _draw_pictures(self) -> None:
        """Have what the view shows drawn, in a thread; only what was asked for last is shown."""
        pictures, view, gain = self.laid, self.state.view, self.state.gain
        screen = self.desk.screen.profile
        if pictures is None:
            return

        def work(progress: Progress) -> list[Raster]:
            drawn = looking.drawn(pictures, view, gain, progress.part(0, 0.5))
            return [raster_of(image, screen, progress) for image in drawn]

        names = [f"judge.{side}" for side in (A, B)]
        if view != "pictures":
            names = [
                f"judge.{view}_{side}" if pictures.referenced or side == B else names[0] for side in (A, B)
            ]
        self._start("drawing", work, lambda made: self.view.show_pair(made[0], made[1], *names), lane="view")

    # Keeping

    def ask_where(self) -> None:
        if self.state.found is None:
            return
        kinds = [(f"judge.as_{suffix[1:]}", [suffix]) for suffix in looking.SUFFIXES]
        name = f"{self.state.paths[A].stem}-{self.state.paths[B].stem}.html"
        target = file_to_save(self.desk, self, "judge.export", name, kinds)
        if target:
            self.export(target)

    def export(self, target: Path) -> None:
        """Write the report; its ending says which kind."""
        found, opened, gain = self.state.found, dict(self.state.opened), self.state.gain
        if found is None:
            return

        def done(path: Path) -> None:
            showing = ("judge.show_folder", partial(show_folder, path))
            self.desk.strip.say("good", "judge.exported", showing, name=path.name)

        self._start("export", partial(looking.export, target, found, opened, gain), done, lane="write")

    def copy(self) -> None:
        """All that was found, as text, to the clipboard."""
        if self.state.found:
            QGuiApplication.clipboard().setText(as_text(self.state, self.words))
            self.desk.strip.say("good", "judge.copied")

    def leave(self) -> None:
        self.desk.keep_table(self.name, self.state.settings)

    # Drawing

    def draw(self) -> None:
        state = self.state
        for side, slot in self.slots.items():
            slot.draw(state.paths.get(side), state.opened.get(side), state.problems.get(side))
        self.findings.draw(state)
        self.findings.draw_curves(state, self.curves)
        self._draw_bar()
        for name, able in (
            *((name, state.found is not None) for name in ("export", "copy")),
            ("swap", {A, B} <= state.paths.keys()),
            ("stop", state.progress is not None),
            ("again", state.ready and state.progress is None),
            *((f"close_{side}", side in state.paths) for side in SIDES),
        ):
            self.commands[name].setEnabled(able)
        self.save.setEnabled(state.found is not None)

    def _draw_bar(self) -> None:
        state = self.state
        self.views.blockSignals(True)
        self.views.clear()
        self.views.addItems([self.words(f"judge.view_{view}") for view in VIEWS])
        self.views.setCurrentIndex(VIEWS.index(state.view))
        self.views.blockSignals(False)
        self.gain.blockSignals(True)
        self.gain.setValue(GAINS.index(state.gain))
        self.gain.blockSignals(False)
        self.gain_told.setText(f"×{state.gain}")
        for part in (self.gain, self.gain_told):
            part.setVisible(state.view == "difference")
        self.legend.setVisible(state.view == "edges")
        self.legend.setText(_legend(self.words))
        for mode in MODES:
            self.commands[mode].setChecked(mode == state.mode)
        for view in VIEWS:
            self.commands[f"view_{view}"].setChecked(view == state.view)

    # Work

    def _start(
        self,
        name: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[AfterglowError], object] | None = None,
        advanced: Callable[[float], object] | None = None,
        lane: str = "judge",
    ) -> None:
        """Begin work anew: what went by the same name is stopped."""
        self._stop(name)
        told = failed or self.desk.strip.problem
        self._tasks[name] = self.desk.bridge.start(work, done, told, advanced=advanced, lane=f"judge {lane}")

    def _stop(self, name: str) -> None:
        if task := self._tasks.pop(name, None):
            task.stop()

    def _forget(self) -> None:
        """What was found of other pictures no longer counts."""
        for name in ("laying", "judging", "drawing"):
            self._stop(name)
        self.state.found, self.state.progress, self.laid, self.curves = None, None, None, {}


def _legend(words: Words) -> str:
    """What the colours of edges tell, each beside a piece of it."""
    colours = {"both": looking.BOTH, "lost": looking.LOST, "new": looking.NEW}
    return "&nbsp;&nbsp; ".join(
        f'<span style="color: rgb{colour}">■</span> {words(f"judge.edge_{name}")}'
        for name, colour in colours.items()
    )
