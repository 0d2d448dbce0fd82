"""The page for pictures: open, compare, adjust, save, and a queue for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QTabWidget, QWidget

from afterglow.desktop.desk import Desk
from afterglow.desktop.files import files_in
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.panels.photos.adjust import Adjust
from afterglow.desktop.panels.photos.course import Course, Result, Shown
from afterglow.desktop.panels.photos.filmstrip import Filmstrip
from afterglow.desktop.panels.photos.outcome import Outcome
from afterglow.desktop.panels.photos.queue_page import QueuePage
from afterglow.desktop.panels.photos.saving import Saving, keep_pasted
from afterglow.desktop.panels.photos.state import Photos, PhotosSettings
from afterglow.desktop.rooms import readable_suffixes
from afterglow.desktop.widgets.comparison import MODES, STEP, Comparison, Patch
from afterglow.desktop.widgets.pieces import column, frame, label, plain, row, tool
from afterglow.errors import AfterglowError, WrongOption

COLUMN = 332  # pixels


class PhotosPanel(Panel):
    """Pictures made better, one at a time or many."""

    name = "photos"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kept = desk.settings.read(self.name, PhotosSettings)
        self.state = Photos(self.kept.recipe)
        self.view = Comparison(desk, "photos.before", "photos.after", "photos.drop_here")
        self.course = Course(desk.bridge, self.state, self.view.seen)
        self.saving = Saving(desk, self.state, self.draw)
        self._offer_commands()
        self.title = plain(label(desk, role="title"))
        self.facts = label(desk, role="caption")
        self.strip = Filmstrip(desk)
        self.adjust = Adjust(desk)
        self.outcome = Outcome(desk, self.commands)
        self.tabs = QTabWidget()
        self.queue = QueuePage(self, lambda: self.tabs.setCurrentWidget(self.queue))
        self._lay_out()
        self._listen()
        self._wear_settings()
        self.draw()
        self.queue.offer_what_is_left()

    # What can be done

    def _offer_commands(self) -> None:
        offer = self.command
        offer("open", self.ask_for_files, menu="file", shortcut="Ctrl+O", icon="open")
        offer("open_folder", self.ask_for_folder, menu="file", shortcut="Ctrl+Shift+O")
        offer("paste", self.paste, menu="file", shortcut="Ctrl+V", icon="paste")
        offer("close", self.close_photo, menu="file", shortcut="Ctrl+W")
        self.divide("file")
        offer("save", self.saving.save, menu="file", shortcut="Ctrl+S", icon="save")
        offer("save_as", self.saving.ask_where, menu="file", shortcut="Ctrl+Shift+S")
        offer("copy", self.saving.copy, menu="file", shortcut="Ctrl+C", icon="copy")
        offer("undo", lambda: self._step(self.state.undo), menu="edit", shortcut="Ctrl+Z", icon="undo")
        offer("redo", lambda: self._step(self.state.redo), menu="edit", shortcut="Ctrl+Shift+Z", icon="redo")
        offer("reset", lambda: self._step(self.state.reset), menu="edit", shortcut="Ctrl+R", icon="reset")
        offer("to_all", lambda: self._step(self.state.to_all), menu="edit", shortcut="Ctrl+Shift+A")
        self.divide("edit")
        offer("copy_command", self.saving.copy_command, menu="edit", shortcut="Ctrl+Shift+C", icon="command")
        for number, mode in enumerate(MODES, 2):
            show = partial(self.look, mode=mode)
            offer(mode, show, menu="view", shortcut=f"F{number}", icon=mode, checkable=True)
        self.divide("view")
        offer("zoom_in", lambda: self.view.zoom_by(STEP), menu="view", shortcut="Ctrl++", icon="zoom-in")
        offer(
            "zoom_out", lambda: self.view.zoom_by(1 / STEP), menu="view", shortcut="Ctrl+-", icon="zoom-out"
        )
        offer("fit", self.view.fit, menu="view", shortcut="Ctrl+0", icon="fit")
        offer("actual", lambda: self.view.zoom_to(1), menu="view", shortcut="Ctrl+9", icon="actual")
        self.divide("view")
        offer(
            "linked",
            lambda: self.look(linked=not self.kept.linked),
            menu="view",
            shortcut="Ctrl+L",
            icon="link",
            checkable=True,
        )
        offer(
            "same_size",
            lambda: self.look(same_size=not self.kept.same_size),
            menu="view",
            shortcut="Ctrl+E",
            icon="same",
            checkable=True,
        )
        self.divide("view")
        offer("next", lambda: self.go_to(self.state.index + 1), menu="view", shortcut="PgDown")
        offer("previous", lambda: self.go_to(self.state.index - 1), menu="view", shortcut="PgUp")
        offer("enhance", self.enhance, menu="work", shortcut="Ctrl+Return", icon="spark")
        offer("stop", self.stop, menu="work", shortcut="Esc", icon="stop")
        offer("live", self.set_live, menu="work", shortcut="Ctrl+Shift+L", checkable=True)
        self.divide("work")
        offer("queue_add", self._queue_this, menu="work", shortcut="Ctrl+B", icon="queue")
        offer("queue_all", lambda: self.queue.add(self.state.photos), menu="work", shortcut="Ctrl+Shift+B")

    def _lay_out(self) -> None:
        tools: dict[str, QWidget] = {name: tool(action) for name, action in self.commands.items()}
        names = column(self.title, self.facts, gap=0)
        first = row(tools["open"], tools["paste"], tools["undo"], tools["redo"], tools["reset"], gap=2)
        modes = row(*(tools[mode] for mode in MODES), gap=2)
        zooms = row(*(tools[name] for name in ("zoom_out", "zoom_in", "fit", "actual")), gap=2)
        bound = row(tools["linked"], tools["same_size"], tools["copy"], tools["copy_command"], gap=2)
        bar = frame("bar", row(first, names, None, modes, zooms, bound, gap=18), margin=8)
        left = QWidget()
        shelf = frame("shelf", column(self.strip), margin=0)
        shelf.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        left.setLayout(column(bar, self.view, shelf, gap=0))
        self.tabs.addTab(self.adjust, "")
        self.tabs.addTab(self.queue, "")
        for index, key in enumerate(("photos.tab_adjust", "photos.tab_queue")):
            self.words.bind(partial(self.tabs.setTabText, index), key)
        right = frame("column", column(self.tabs, self.saving.form, self.outcome, gap=0), margin=0)
        right.setFixedWidth(COLUMN)
        self.setLayout(row(left, right, gap=0))

    def _listen(self) -> None:
        self.strip.chosen.connect(self.go_to)
        self.adjust.changed.connect(self.change)
        self.adjust.settled.connect(self._settle)
        self.view.looked.connect(self._looked)
        self.outcome.wants_save.connect(self.saving.save)
        course = self.course
        course.opened.connect(self._show_opened)
        course.advised.connect(self._asked)
        course.part_made.connect(self._show_patch)
        course.touched_up.connect(self._show_patch)
        course.result_made.connect(self._show_result)
        course.scored.connect(self.draw_outcome)
        course.advanced.connect(self.draw_outcome)
        course.failed.connect(self._complain)

    # Opening

    def take(self, files: Sequence[Path]) -> None:
        found = self.state.add(files)
        if found.refused:
            first = found.refused[0]
            self.desk.strip.problem(AfterglowError(first.message, first.hint))
        elif not self.state.photos:
            self.desk.strip.say("warning", "photos.nothing_there")
        self._go()

    def ask_for_files(self) -> None:
        """Choose files; the dialog is the system's own, and the window goes on meanwhile."""
        dialog = QFileDialog(self, self.words("photos.open"), self.desk.own.folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in sorted(readable_suffixes()))
        dialog.setNameFilters(
            [f"{self.words('photos.pictures')} ({patterns})", f"{self.words('photos.all_files')} (*)"]
        )
        dialog.filesSelected.connect(self._take_chosen)
        dialog.open()

    def ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.words("photos.open_folder"), self.desk.own.folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._take_chosen)
        dialog.open()

    def paste(self) -> None:
        """Open the files or the picture that the clipboard holds."""
        data = QGuiApplication.clipboard().mimeData()
        files = files_in(data)
        if not files and data.hasImage():
            files = [keep_pasted()]
        if files:
            self.take(files)
        else:
            self.desk.strip.say("info", "photos.nothing_to_paste")

    def close_photo(self) -> None:
        self.state.close()
        self._go()

    def go_to(self, index: int) -> None:
        """Look at another picture of the strip."""
        if self.state.photos and index != self.state.index and 0 <= index < len(self.state.photos):
            self.state.go_to(index)
            self._go()

    # Asking

    def change(self, name: str, value: object) -> None:
        """Ask for something else."""
        gesture = name if isinstance(value, float) else ""
        options: dict[str, Any] = {name: value}
        if name == "size" and value:
            options["scale"] = 1.0
        elif name == "scale" and value != 1:
            options["size"] = ""
        try:
            self.state.change(gesture, **options)
        except WrongOption as problem:
            self.desk.strip.problem(problem)
        self._asked()

    def look(self, **changes: Any) -> None:
        """Look at it in another way."""
        self.kept = replace(self.kept, **changes)
        self._wear_settings()
        self.draw()

    def set_live(self) -> None:
        self.kept = replace(self.kept, live=not self.kept.live)
        self._asked()

    def enhance(self) -> None:
        """Work out what is asked now, live or not."""
        self.state.stopped = False
        self.course.develop()
        self.draw()

    def stop(self) -> None:
        """Stop what is being worked out; a key that is held is let go of too."""
        self.state.stopped = self.state.progress is not None
        self.course.stop()
        self.saving.form.hide()
        self.draw()

    def leave(self) -> None:
        self.course.close()
        self.queue.queueing.close()
        self.desk.keep_table(self.name, replace(self.kept, recipe=self.state.habits_kept()))

    # Drawing

    def draw(self) -> None:
        state = self.state
        photo = state.current
        self.title.setText(photo.path.name if photo else "")
        self.title.setToolTip(str(photo.path) if photo else "")
        self.facts.setText(self._facts())
        self.strip.draw(state.photos, state.index)
        self.adjust.draw(state)
        self.view.set_strength(state.strength)
        for name in ("save", "save_as", "copy"):
            self.commands[name].setEnabled(state.ready)
        for name in ("close", "reset", "copy_command", "queue_add", "queue_all", "enhance"):
            self.commands[name].setEnabled(photo is not None)
        self.commands["undo"].setEnabled(bool(photo and photo.recipe.past))
        self.commands["redo"].setEnabled(bool(photo and photo.recipe.future))
        self.commands["to_all"].setEnabled(len(state.photos) > 1)
        self.commands["next"].setEnabled(state.index + 1 < len(state.photos))
        self.commands["previous"].setEnabled(state.index > 0)
        self.draw_outcome()
        self.queue.draw()

    def draw_outcome(self) -> None:
        """What has come of it so far."""
        self.commands["stop"].setEnabled(self.state.progress is not None or self.saving.form.isVisible())
        self.outcome.draw(self.state, self.kept.live)

    # What follows from what

    def _go(self) -> None:
        """Another picture is looked at."""
        self.view.show_before(None)
        self.course.open()
        self.draw()

    def _step(self, step: Any) -> None:
        step()
        self._asked()

    def _asked(self) -> None:
        """Something else is asked for."""
        self.draw()
        if self.state.image is None:
            return
        if not self.state.ready:
            self.view.show_patches()
        self.course.ask(begin=self.kept.live)

    def _settle(self) -> None:
        if self.state.current:
            self.state.current.recipe.settle()

    def _show_opened(self, shown: Shown) -> None:
        self.view.show_before(shown.raster)
        for note in shown.image.notes[:1]:
            self.desk.strip.problem(AfterglowError(note.rstrip(".")))
        self.adjust.offer_models(shown.models)
        self._asked()

    def _show_patch(self, patch: Patch) -> None:
        others = [kept for kept in self.view.patches if kept.final != patch.final]
        self.view.show_patches(*others, patch)

    def _show_result(self, result: Result) -> None:
        self.view.show_after(result.raster, result.place)
        self.draw()

    def _looked(self) -> None:
        if self.state.ready:
            self.course.touch_up()
        self.facts.setText(self._facts())

    def _complain(self, problem: AfterglowError) -> None:
        self.desk.strip.problem(problem)
        self.draw()

    def _queue_this(self) -> None:
        if self.state.current:
            self.queue.add([self.state.current])

    def _take_chosen(self, names: list[str]) -> None:
        files = [Path(name) for name in names]
        self.desk.keep(folder=str(files[0].parent))
        self.take(files)

    def _facts(self) -> str:
        photo = self.state.current
        if photo is None or photo.size is None:
            return ""
        megapixels = f"{photo.size.pixels / 1e6:.1f}"
        return self.words(
            "photos.facts", size=str(photo.size), megapixels=megapixels, percent=round(100 * self.view.zoom)
        )

    def _wear_settings(self) -> None:
        kept = self.kept
        self.view.linked, self.view.same_size = kept.linked, kept.same_size
        self.view.set_mode(kept.mode if kept.mode in MODES else "split")
        for mode in MODES:
            self.commands[mode].setChecked(mode == self.view.mode)
        self.commands["linked"].setChecked(kept.linked)
        self.commands["same_size"].setChecked(kept.same_size)
        self.commands["live"].setChecked(kept.live)
