"""The page for clips: open, look at one picture made better, adjust, and queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QListWidget, QProgressBar, QSizePolicy, QSlider, QTabWidget, QWidget

from afterglow.desktop.desk import Desk
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.panels.video.adjust import Adjust
from afterglow.desktop.panels.video.course import Course
from afterglow.desktop.panels.video.looking import can_open_clips
from afterglow.desktop.panels.video.pace import clock
from afterglow.desktop.panels.video.queue_page import ClipQueuePage
from afterglow.desktop.panels.video.state import Clips, VideoSettings
from afterglow.desktop.widgets.asking import files_to_open, folder_to_use
from afterglow.desktop.widgets.comparison import MODES, STEP, Comparison
from afterglow.desktop.widgets.pieces import button, column, frame, label, plain, row, tool
from afterglow.desktop.widgets.raster import Raster
from afterglow.errors import AfterglowError, WrongOption
from afterglow.video.opening import SUFFIXES

COLUMN = 332  # pixels
FINE = 1000  # steps of the slider of time
LIST = 84  # pixels for the list of clips


class VideoPanel(Panel):
    """Clips made better."""

    name = "video"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kept = desk.settings.read(self.name, VideoSettings)
        self.state = Clips(self.kept)
        self.course = Course(desk.bridge, self.state)
        self.view = Comparison(desk, "photos.before", "photos.after", "video.drop_here")
        self._offer_commands()
        self.title = plain(label(desk, role="title"))
        self.facts = plain(label(desk, role="caption"))
        self.trouble = label(desk, "video.no_pyav", "problem", wrap=True)
        self.time = QSlider(Qt.Orientation.Horizontal)
        self.time.setRange(0, FINE)
        self.time.setPageStep(FINE // 20)
        self.time_told = label(desk, role="value")
        self.list = plain(QListWidget())
        self.list.setSpacing(2)
        self.list.setFixedHeight(LIST)
        self.adjust = Adjust(desk)
        self.tabs = QTabWidget()
        self.queue = ClipQueuePage(self, lambda: self.tabs.setCurrentWidget(self.queue))
        self.told = label(desk, role="caption", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.make = button(desk, "video.make", self.make_all, main=True)
        self.again = button(desk, "video.preview", self.preview)
        for widget, key in (
            (self.time, "video.time"),
            (self.list, "video.clips"),
            (self.bar, "video.progress"),
        ):
            desk.words.bind(widget.setAccessibleName, key)
        self._lay_out()
        self._listen()
        self._wear_settings()
        self.draw()
        self.queue.offer_what_is_left()

    # What can be done

    def _offer_commands(self) -> None:
        offer = self.command
        offer("open", self.ask_for_files, menu="file", shortcut="Ctrl+O", icon="open")
        offer("open_folder", self.ask_for_folder, menu="file", shortcut="Ctrl+Shift+O", icon="folder")
        offer("close", self.close_clip, menu="file", shortcut="Ctrl+W", icon="remove")
        for number, mode in enumerate(MODES, 2):
            show = partial(self.look, mode=mode)
            offer(mode, show, menu="view", shortcut=f"F{number}", icon=mode, checkable=True)
        self.divide("view")
        offer("zoom_in", lambda: self.view.zoom_by(STEP), menu="view", shortcut="Ctrl++", icon="zoom-in")
        shrink = partial(self.view.zoom_by, 1 / STEP)
        offer("zoom_out", shrink, menu="view", shortcut="Ctrl+-", icon="zoom-out")
        offer("fit", self.view.fit, menu="view", shortcut="Ctrl+0", icon="fit")
        offer("actual", lambda: self.view.zoom_to(1), menu="view", shortcut="Ctrl+9", icon="actual")
        self.divide("view")
        offer("next", lambda: self.go_to(self.state.index + 1), menu="view", shortcut="PgDown")
        offer("previous", lambda: self.go_to(self.state.index - 1), menu="view", shortcut="PgUp")
        offer("preview", self.preview, menu="work", shortcut="Ctrl+Return", icon="spark")
        offer("stop", self.stop, menu="work", shortcut="Esc", icon="stop")
        offer("live", self.set_live, menu="work", shortcut="Ctrl+Shift+L", checkable=True)
        self.divide("work")
        offer("queue_add", self.queue_this, menu="work", shortcut="Ctrl+B", icon="queue")
        offer("queue_all", self.queue_all, menu="work", shortcut="Ctrl+Shift+B")

    def _lay_out(self) -> None:
        tools: dict[str, QWidget] = {name: tool(action) for name, action in self.commands.items()}
        first = row(tools["open"], tools["open_folder"], tools["close"], gap=2)
        modes = row(*(tools[mode] for mode in MODES), gap=2)
        zooms = row(*(tools[name] for name in ("zoom_out", "zoom_in", "fit", "actual")), gap=2)
        names = column(self.title, self.facts, gap=0)
        bar = frame("bar", row(first, names, None, modes, zooms, gap=18), margin=8)
        times = row(label(self.desk, "video.time", "caption"), self.time, self.time_told)
        shelf = frame("shelf", column(times, self.list), margin=8)
        shelf.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        left = QWidget()
        left.setLayout(column(bar, self.trouble, self.view, shelf, gap=0))
        self.tabs.addTab(self.adjust, "")
        self.tabs.addTab(self.queue, "")
        for index, key in enumerate(("photos.tab_adjust", "photos.tab_queue")):
            self.words.bind(partial(self.tabs.setTabText, index), key)
        work = row(self.told, tools["stop"], tools["queue_add"], gap=2)
        below = frame("shelf", column(work, self.bar, row(self.again, self.make)), margin=14)
        right = frame("column", column(self.tabs, below, gap=0), margin=0)
        right.setFixedWidth(COLUMN)
        self.setLayout(row(left, right, gap=0))

    def _listen(self) -> None:
        self.list.currentRowChanged.connect(self.go_to)
        self.time.valueChanged.connect(self.look_at)
        self.adjust.changed.connect(self.change)
        self.course.opened.connect(self._show_opened)
        self.course.previewed.connect(self._show_preview)
        self.course.advanced.connect(self._draw_outcome)
        self.course.failed.connect(self._complain)

    # Opening

    def take(self, files: Sequence[Path]) -> None:
        found = self.state.add(files)
        if found.refused:
            first = found.refused[0]
            self.desk.strip.problem(AfterglowError(first.message, first.hint))
        elif not self.state.clips:
            self.desk.strip.say("warning", "video.nothing_there")
        self._go()

    def ask_for_files(self) -> None:
        self.take(files_to_open(self.desk, self, "video.open", [("video.kind", SUFFIXES)]))

    def ask_for_folder(self) -> None:
        folder = folder_to_use(self.desk, self, "video.open_folder")
        if folder:
            self.take([folder])

    def close_clip(self) -> None:
        self.state.close()
        self._go()

    def go_to(self, index: int) -> None:
        if 0 <= index < len(self.state.clips) and index != self.state.index:
            self.state.go_to(index)
            self._go()

    def look_at(self, step: int) -> None:
        """Look at another time of the clip."""
        self.state.look_at(step / FINE)
        self._asked()

    # Asking

    def change(self, name: str, value: object) -> None:
        """Ask for something else."""
        try:
            self.state.change(name, value)
        except WrongOption as problem:
            self.desk.strip.problem(problem)
        self._asked()

    def look(self, **changes: Any) -> None:
        """Look at it in another way."""
        self.kept = replace(self.kept, **changes)
        self._wear_settings()

    def set_live(self) -> None:
        self.look(live=not self.kept.live)
        self._asked()

    def preview(self) -> None:
        """Make the picture better that is looked at, live or not."""
        self.course.preview()
        self.draw()

    def stop(self) -> None:
        self.course.stop()
        self.draw()

    def queue_this(self) -> None:
        if self.state.current:
            self.queue.add_clips([self.state.current.path], self.state.recipe, self.state.options)

    def queue_all(self) -> None:
        paths = [clip.path for clip in self.state.clips]
        self.queue.add_clips(paths, self.state.recipe, self.state.options)

    def make_all(self) -> None:
        """Queue the clip and begin."""
        self.queue_this()
        self.queue.queueing.start()

    def leave(self) -> None:
        self.course.stop()
        self.queue.queueing.close()
        self.desk.keep_table(self.name, self.state.settings(self.kept))

    # Drawing

    def draw(self) -> None:
        state, clip = self.state, self.state.current
        able = can_open_clips()
        self.trouble.setVisible(not able)
        self.title.setText(clip.path.name if clip else "")
        self.title.setToolTip(str(clip.path) if clip else "")
        self.facts.setText(self._facts())
        self._draw_list()
        self._draw_time()
        self.adjust.draw(state)
        for name in ("open", "open_folder"):
            self.commands[name].setEnabled(able)
        for name in ("close", "preview", "queue_add", "queue_all"):
            self.commands[name].setEnabled(clip is not None)
        self.make.setEnabled(clip is not None and clip.problem is None)
        self.commands["next"].setEnabled(state.index + 1 < len(state.clips))
        self.commands["previous"].setEnabled(state.index > 0)
        self._draw_outcome()
        self.queue.draw()

    def _draw_outcome(self) -> None:
        """What has come of the preview so far."""
        state, clip = self.state, self.state.current
        running = state.progress is not None
        self.commands["stop"].setEnabled(running)
        self.bar.setVisible(running)
        self.bar.setValue(round(1000 * (state.progress or 0)))
        self.again.setVisible(clip is not None and not state.ready and not running)
        if clip is None:
            told = ""
        elif clip.problem:
            told = self.words.told(clip.problem)
        elif clip.clip is None:
            told = self.words("video.opening")
        elif running:
            told = self.words("video.previewing")
        else:
            told = self.words("video.previewed") if state.ready else ""
        self.told.setText(told)

    def _draw_list(self) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            self.list.addItems([clip.path.name for clip in self.state.clips])
            self.list.setCurrentRow(self.state.index)

    def _draw_time(self) -> None:
        clip = self.state.current
        seconds = clip.clip.seconds if clip and clip.clip else 0.0
        self.time.setEnabled(seconds > 0)
        with QSignalBlocker(self.time):
            self.time.setValue(round(FINE * clip.seconds / seconds) if clip and seconds else 0)
        self.time_told.setText(f"{clock(clip.seconds)} / {clock(seconds)}" if clip and seconds else "")

    def _facts(self) -> str:
        clip = self.state.current.clip if self.state.current else None
        if clip is None:
            return ""
        kind = f"{clip.codec} {clip.bits} bit {clip.colour.hdr}".strip()
        return f"{clip.size} · {float(clip.fps):.4g} fps · {clock(clip.seconds)} · {kind}"

    # What follows from what

    def _go(self) -> None:
        """Another clip is looked at."""
        self.view.show_before(None)
        self.course.stop()
        self._asked()

    def _asked(self) -> None:
        """Something else is asked for."""
        self.draw()
        if self.state.current:
            self.course.ask(self.kept.live)

    def _show_opened(self, raster: Raster) -> None:
        from afterglow.models.store import list_models

        self.view.show_pair(raster, None, "photos.before", "photos.after")
        self.adjust.offer_models([card.name for card in list_models()])
        self.draw()

    def _show_preview(self, raster: Raster) -> None:
        self.view.show_after(raster)
        self.draw()

    def _complain(self, problem: AfterglowError) -> None:
        self.desk.strip.problem(problem)
        self.draw()

    def _wear_settings(self) -> None:
        self.view.set_mode(self.kept.mode if self.kept.mode in MODES else "split")
        for mode in MODES:
            self.commands[mode].setChecked(mode == self.view.mode)
        self.commands["live"].setChecked(self.kept.live)
