"""The page for clips: open, look at one picture made better, adjust, queue, and follow the one that is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListWidget, QSizePolicy, QSlider, QTabWidget, QWidget

from afterglow.desktop.desk import Desk
from afterglow.desktop.panels.command import video_command
from afterglow.desktop.panels.enhancing import EnhancingPanel
from afterglow.desktop.panels.video.adjust import Adjust
from afterglow.desktop.panels.video.commands import offer_commands
from afterglow.desktop.panels.video.course import Course
from afterglow.desktop.panels.video.following import Following, Written
from afterglow.desktop.panels.video.looking import can_open_clips
from afterglow.desktop.panels.video.outcome import Outcome
from afterglow.desktop.panels.video.pace import clock
from afterglow.desktop.panels.video.queue_page import ClipQueuePage
from afterglow.desktop.panels.video.state import Clips, OpenClip, VideoSettings
from afterglow.desktop.panels.viewing import viewing_tools, wear_mode
from afterglow.desktop.widgets.asking import files_to_open, folder_to_use
from afterglow.desktop.widgets.comparison import Comparison
from afterglow.desktop.widgets.pieces import column, frame, label, plain, row
from afterglow.desktop.widgets.raster import Raster
from afterglow.video.opening import SUFFIXES

FINE = 1000  # steps of the slider of time
LIST = 84  # pixels for the list of clips


class VideoPanel(EnhancingPanel):
    """Clips made better."""

    name = "video"
    adjust: Adjust

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kept = desk.settings.read(self.name, VideoSettings)
        self.state = Clips(self.kept)
        self.course = Course(desk.bridge, desk.screen, self.state)
        self.view = Comparison(desk, "photos.before", "photos.after", "video.drop_here")
        offer_commands(self)
        self.title = plain(label(desk, role="title"))
        self.facts = plain(label(desk, role="caption"))
        self.trouble = label(desk, "video.no_pyav", "problem", wrap=True)
        self.time = QSlider(Qt.Orientation.Horizontal)
        self.time.setRange(0, FINE)
        self.time.setPageStep(FINE // 20)
        self.time_told = label(desk, role="value")
        self.looking = self.look_beside(lambda: SUFFIXES)
        self.list = plain(QListWidget())
        self.list.setSpacing(2)
        self.list.setFixedHeight(LIST)
        self.adjust = Adjust(desk)
        self.tabs = QTabWidget()
        self.queue = ClipQueuePage(self, lambda: self.tabs.setCurrentWidget(self.queue))
        self.following = Following(desk.bridge, desk.screen, self._show_written)
        self.queue.queueing.watch = self.following.watch
        self.outcome = Outcome(desk, self.commands)
        for widget, key in ((self.time, "video.time"), (self.list, "video.clips")):
            desk.words.bind(widget.setAccessibleName, key)
        self._lay_out()
        self._listen()
        self.wear_settings()
        self.draw()
        self.queue.offer_what_is_left()

    def _lay_out(self) -> None:
        first = row(*self.tools("open", "open_folder", "undo", "redo", "reset"), gap=2)
        modes, zooms = viewing_tools(self)
        names = column(self.title, self.facts, gap=0)
        bar = frame(
            "bar", row(first, names, None, modes, zooms, *self.tools("copy_command"), gap=18), margin=8
        )
        times = row(label(self.desk, "video.time", "caption"), self.time, self.time_told)
        shelf = frame("shelf", column(times, self.list), margin=8)
        shelf.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        left = QWidget()
        left.setLayout(column(bar, self.trouble, self.view, self.looking, shelf, gap=0))
        self.tabs.addTab(self.adjust, "")
        self.tabs.addTab(self.queue, "")
        right = self.right_column(self.tabs, self.outcome)
        self.setLayout(row(left, right, gap=0))

    def _listen(self) -> None:
        self.list.currentRowChanged.connect(self.go_to)
        self.time.valueChanged.connect(self.look_at)
        self.queue.drawn.connect(self.draw_outcome)
        self.adjust.changed.connect(self.change)
        self.adjust.settled.connect(self.state.asked.settle)
        self.desk.models_changed.append(self.offer_models)
        self.course.opened.connect(self._show_opened)
        self.course.previewed.connect(self._show_preview)
        self.course.advised.connect(lambda: self.adjust.draw(self.state))
        self.course.advanced.connect(self.draw_outcome)
        self.course.failed.connect(self.complain)
        self.finding.changed.connect(self.draw_outcome)

    # Opening

    def open_found(self, paths: Sequence[Path], first: bool) -> None:
        self.state.add(paths, look=first)
        if first:
            self._go()
        else:
            self.draw_opened()

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
        self.asked()

    # Asking

    def change(self, name: str, value: object) -> None:
        """Ask for something else."""
        with self.desk.saying():
            self.state.change(name, value)
        self.asked()

    def set_live(self) -> None:
        self.look(live=not self.kept.live)
        self.asked()

    def preview(self) -> None:
        """Make the picture better that is looked at, live or not."""
        self.follow(False)
        self.course.preview()
        self.draw()

    def stop(self) -> None:
        self.finding.stop()
        self.course.stop()
        self.draw()

    def queue_this(self) -> None:
        if self.state.current:
            self._queue([self.state.current])

    def queue_all(self) -> None:
        self._queue(self.state.clips)

    def make_all(self) -> None:
        """Queue the clip, begin, and follow what is made."""
        self.queue_this()
        self.follow(True)
        self.queue.queueing.start()

    def follow(self, on: bool) -> None:
        """Show the pictures that are being written, or what is asked for here."""
        self.following.on = on
        self.commands["follow"].setChecked(on)

    def ask_for_output(self) -> None:
        """Choose the folder that results go to."""
        folder = folder_to_use(self.desk, self, "video.output")
        if folder:
            self.put_results(folder)

    def put_results(self, folder: Path | None) -> None:
        """Results go to this folder from now on; None is beside each clip."""
        self.state.folder = folder
        self.draw()

    def copy_command(self) -> None:
        """The line that does the same in a terminal."""
        clip = self.state.current
        if clip:
            line = video_command([clip.path], self.state.recipe, self.state.options, self.state.folder)
            QGuiApplication.clipboard().setText(line)
            self.desk.strip.say("good", "photos.command_copied")

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
        self.commands["undo"].setEnabled(bool(state.asked.past))
        self.commands["redo"].setEnabled(bool(state.asked.future))
        self.commands["beside"].setEnabled(state.folder is not None)
        self.draw_opened()
        self._draw_time()
        self.adjust.draw(state)
        for name in ("open", "open_folder"):
            self.commands[name].setEnabled(able)
        for name in ("close", "preview", "queue_add", "queue_all", "copy_command"):
            self.commands[name].setEnabled(clip is not None)
        self.commands["make"].setEnabled(clip is not None and clip.problem is None)
        self.draw_outcome()
        self.queue.draw()

    def draw_outcome(self) -> None:
        """What has come of the preview so far."""
        self.commands["stop"].setEnabled(self.state.progress is not None or self.finding.busy)
        queue = self.queue.queueing
        self.commands["follow"].setEnabled(queue.running)
        self.outcome.draw(self.state, following=queue.running and not queue.paused and self.following.on)

    def draw_opened(self) -> None:
        """Which clips are open."""
        state = self.state
        with QSignalBlocker(self.list):
            shown = [self.list.item(row).text() for row in range(self.list.count())]
            names = state.names
            if names[: len(shown)] != shown:
                self.list.clear()
            self.list.addItems(names[self.list.count() :])
            self.list.setCurrentRow(state.index)
        self.commands["next"].setEnabled(state.index + 1 < len(state.clips))
        self.commands["previous"].setEnabled(state.index > 0)

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
        self.asked()

    def asked(self) -> None:
        if self.queue.queueing.running:
            self.follow(False)  # whoever asks for something else wants to see it
        self.draw()
        if self.state.current:
            self.course.ask(self.kept.live)

    def _queue(self, clips: Sequence[OpenClip]) -> None:
        state = self.state
        self.queue.add_clips([clip.path for clip in clips], state.recipe, state.options, state.folder)

    def _show_opened(self, raster: Raster) -> None:
        self.view.show_pair(raster, None, "photos.before", "photos.after")
        self.offer_models()
        self.draw()

    def _show_written(self, written: Written) -> None:
        looked_at = self.state.current
        if not self.following.on or not self.state.follow(written.which):
            return
        self.course.give_way()
        self.view.show_pair(written.before, written.after, "photos.before", "photos.after")
        if self.state.current is not looked_at:
            self.draw()
        self._draw_time()
        self.draw_outcome()

    def _show_preview(self, raster: Raster) -> None:
        self.view.show_after(raster)
        self.draw()

    def wear_settings(self) -> None:
        wear_mode(self, self.view, self.kept.mode)
        self.commands["live"].setChecked(self.kept.live)
