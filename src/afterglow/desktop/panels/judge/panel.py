"""The page on which pictures are judged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QSlider, QWidget

from afterglow.desktop.desk import Desk
from afterglow.desktop.panels.judge import looking
from afterglow.desktop.panels.judge.commands import offer_commands
from afterglow.desktop.panels.judge.course import Course
from afterglow.desktop.panels.judge.findings import Findings
from afterglow.desktop.panels.judge.slot import Slot
from afterglow.desktop.panels.judge.state import GAINS, SIDES, VIEWS, A, B, JudgeSettings, Trial, as_text
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.panels.viewing import viewing_tools
from afterglow.desktop.widgets.asking import file_to_open, file_to_save, show_folder
from afterglow.desktop.widgets.comparison import MODES, Comparison
from afterglow.desktop.widgets.pieces import button, column, frame, label, plain, row
from afterglow.desktop.words import Words
from afterglow.errors import AfterglowError
from afterglow.image import READABLE_SUFFIXES

COLUMN = 348  # pixels


class JudgePanel(Panel):
    """Which of two pictures is better, how sure that is, and where they differ."""

    name = "judge"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state = Trial(desk.settings.read(self.name, JudgeSettings))
        self.view = Comparison(desk, "judge.a", "judge.b", "judge.drop_here")
        self.course = Course(desk.bridge, desk.screen, self.state)
        offer_commands(self)
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

    def _lay_out(self) -> None:
        self.gain.setRange(0, len(GAINS) - 1)
        self.gain.setPageStep(1)
        self.gain.setFixedWidth(110)
        self.gain_told.setFixedWidth(44)
        self.words.bind(self.gain.setAccessibleName, "judge.gain")
        self.words.bind(self.gain.setToolTip, "judge.gain")
        self.words.bind(self.views.setAccessibleName, "judge.views")
        modes, zooms = viewing_tools(self)
        gain = row(self.gain, self.gain_told, self.legend, gap=8)
        bar = frame("bar", row(self.views, gain, None, modes, zooms, gap=18))
        left = QWidget()
        left.setLayout(column(bar, self.view, gap=0))
        self.setLayout(row(left, self._column(), gap=0))

    def _column(self) -> QFrame:
        inside = QWidget()
        inside.setLayout(column(self.findings, margin=14))
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.save = button(self.desk, "judge.export", self.ask_where, "save", main=True)
        below = frame("shelf", row(*self.tools("copy", "swap", "stop"), None, self.save), margin=10)
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
        course = self.course
        course.pictured.connect(lambda side, raster: self.slots[side].show_picture(raster))
        course.opened.connect(self.compare)
        course.refused.connect(self._refuse)
        course.drawn.connect(lambda made, names: self.view.show_pair(*made, *names))
        course.advanced.connect(lambda: self.findings.draw(self.state))
        course.judged.connect(self.draw)
        course.failed.connect(self._complain)

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
        self.course.open(side)
        self.draw()

    def take_away(self, side: str) -> None:
        self.state.take_away(side)
        self.course.close(side)
        self.compare()

    def swap(self) -> None:
        self.state.swap()
        self.course.swap()
        self.compare()

    def _refuse(self, problem: AfterglowError) -> None:
        """A picture cannot be opened: its place says why."""
        self.desk.log.failed(problem)
        self.draw()

    # Judging

    def compare(self) -> None:
        """Judge the pictures that are open, if there are two."""
        self.course.compare()
        if not self.state.ready:
            rasters = self.course.rasters
            self.view.show_pair(rasters.get(A) or rasters.get(B), None, "judge.a", "judge.a")
        self.draw()

    def stop(self) -> None:
        """Leave the comparison; the pictures stay open."""
        self.course.stop()
        self.draw()

    def _complain(self, problem: AfterglowError) -> None:
        self.desk.strip.problem(problem)
        self.draw()

    # Looking

    def set_mode(self, mode: str) -> None:
        self.state.mode = mode
        self.view.set_mode(mode)
        self.draw()

    def set_view(self, view: str) -> None:
        self.state.view = view
        self.course.look()
        self.draw()

    def set_gain(self, gain: int) -> None:
        self.state.gain = gain
        if self.state.view == "difference":
            self.course.look()
        self.draw()

    def set_space(self, space: str) -> None:
        self.state.space = space
        self.draw()

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

        work = partial(looking.export, target, found, opened, gain)
        self.desk.bridge.start(work, done, self.desk.strip.problem, lane="judge write")

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
        self.findings.draw_curves(state, self.course.curves)
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


def _legend(words: Words) -> str:
    """What the colours of edges tell, each beside a piece of it."""
    colours = {"both": looking.BOTH, "lost": looking.LOST, "new": looking.NEW}
    return "&nbsp;&nbsp; ".join(
        f'<span style="color: rgb{colour}">■</span> {words(f"judge.edge_{name}")}'
        for name, colour in colours.items()
    )
