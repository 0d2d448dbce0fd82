"""The page for pictures: open, compare, adjust, save, and a queue for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QTabWidget, QWidget

from afterglow.desktop.desk import Desk
from afterglow.desktop.files import files_in, on_the_web
from afterglow.desktop.panels.enhancing import EnhancingPanel
from afterglow.desktop.panels.photos.adjust import Adjust
from afterglow.desktop.panels.photos.commands import offer_commands
from afterglow.desktop.panels.photos.course import Course
from afterglow.desktop.panels.photos.filmstrip import Filmstrip
from afterglow.desktop.panels.photos.outcome import Outcome
from afterglow.desktop.panels.photos.saving import Saving, keep_pasted
from afterglow.desktop.panels.photos.shown import Result, Shown
from afterglow.desktop.panels.photos.state import Photos, PhotosSettings
from afterglow.desktop.panels.queue.queue_page import QueuePage
from afterglow.desktop.panels.viewing import viewing_tools, wear_mode
from afterglow.desktop.rooms import readable_suffixes
from afterglow.desktop.widgets.comparison import Comparison, Patch
from afterglow.desktop.widgets.pieces import column, frame, label, plain, row
from afterglow.errors import AfterglowError


class PhotosPanel(EnhancingPanel):
    """Pictures made better, one at a time or many."""

    name = "photos"
    adjust: Adjust

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kept = desk.settings.read(self.name, PhotosSettings)
        self.state = Photos(self.kept.recipe)
        self.view = Comparison(desk, "photos.before", "photos.after", "photos.drop_here")
        self.course = Course(desk.bridge, desk.screen, self.state, self.view)
        self.saving = Saving(desk, self.state, self.draw)
        offer_commands(self)
        self.title = plain(label(desk, role="title"))
        self.facts = label(desk, role="caption")
        self.strip = Filmstrip(desk)
        self.looking = self.look_beside(readable_suffixes)
        self.adjust = Adjust(desk)
        self.outcome = Outcome(desk, self.commands)
        self.tabs = QTabWidget()
        self.queue = QueuePage(self, lambda: self.tabs.setCurrentWidget(self.queue))
        self._lay_out()
        self._listen()
        self.wear_settings()
        self.draw()
        self.queue.offer_what_is_left()

    def _lay_out(self) -> None:
        names = column(self.title, self.facts, gap=0)
        first = row(*self.tools("open", "paste", "undo", "redo", "reset"), gap=2)
        modes, zooms = viewing_tools(self)
        bound = row(*self.tools("linked", "same_size", "copy", "copy_command"), gap=2)
        bar = frame("bar", row(first, names, None, modes, zooms, bound, gap=18), margin=8)
        left = QWidget()
        shelf = frame("shelf", column(self.strip), margin=0)
        shelf.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        left.setLayout(column(bar, self.view, self.looking, shelf, gap=0))
        self.tabs.addTab(self.adjust, "")
        self.tabs.addTab(self.queue, "")
        right = self.right_column(self.tabs, self.saving.form, self.outcome)
        self.setLayout(row(left, right, gap=0))

    def _listen(self) -> None:
        self.strip.chosen.connect(self.go_to)
        self.adjust.changed.connect(self.change)
        self.adjust.settled.connect(self._settle)
        self.view.looked.connect(self._looked)
        self.outcome.wants_save.connect(self.saving.save)
        self.desk.models_changed.append(self.offer_models)
        course = self.course
        course.opened.connect(self._show_opened)
        course.advised.connect(self.asked)
        course.part_made.connect(self._show_patch)
        course.touched_up.connect(self._show_patch)
        course.result_made.connect(self._show_result)
        course.scored.connect(self.draw_outcome)
        course.advanced.connect(self.draw_outcome)
        course.failed.connect(self.complain)
        self.finding.changed.connect(self.draw_outcome)

    # Opening

    def open_found(self, paths: Sequence[Path], first: bool) -> None:
        self.state.add(paths, look=first)
        if first:
            self._go()
        else:
            self.draw_opened()

    def ask_for_files(self) -> None:
        """Choose files; the dialog is the system's own, and the window goes on meanwhile."""
        dialog = self._dialog("photos.open", QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in sorted(readable_suffixes()))
        dialog.setNameFilters(
            [f"{self.words('photos.pictures')} ({patterns})", f"{self.words('photos.all_files')} (*)"]
        )
        dialog.open()

    def ask_for_folder(self) -> None:
        self._dialog("photos.open_folder", QFileDialog.FileMode.Directory).open()

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self, self.words(title), self.desk.own.folder)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._take_chosen)
        return dialog

    def paste(self) -> None:
        """Open the files or the picture that the clipboard holds."""
        data = QGuiApplication.clipboard().mimeData()
        files = files_in(data)
        if files:
            self.take(files)
        elif data and data.hasImage():
            picture, failed = QGuiApplication.clipboard().image(), self.desk.strip.problem
            done = lambda file: self.take([file])  # noqa: E731
            self.desk.bridge.start(lambda progress: keep_pasted(picture), done, failed, lane="open")
        else:
            found = "only_an_address" if on_the_web(data) else "nothing_to_paste"
            self.desk.strip.say("info", f"photos.{found}")

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
        with self.desk.saying():
            self.state.change(gesture, **options)
        self.asked()

    def turn(self, name: str) -> None:
        """What is off is on from now on, and the other way round."""
        self.look(**{name: not getattr(self.kept, name)})

    def set_live(self) -> None:
        self.kept = replace(self.kept, live=not self.kept.live)
        self.asked()

    def enhance(self) -> None:
        """Work out what is asked now, live or not."""
        self.state.stopped = False
        self.course.ask(begin=False)
        self.course.develop()
        self.draw()

    def stop(self) -> None:
        """Stop what is being worked out or looked through; a key that is held is let go of too."""
        self.finding.stop()
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
        self.draw_opened()
        self.adjust.draw(state)
        self.view.set_strength(state.strength)
        for name in ("save", "save_as", "copy"):
            self.commands[name].setEnabled(state.ready)
        for name in ("close", "reset", "copy_command", "queue_add", "queue_all", "enhance"):
            self.commands[name].setEnabled(photo is not None)
        self.commands["undo"].setEnabled(bool(photo and photo.recipe.past))
        self.commands["redo"].setEnabled(bool(photo and photo.recipe.future))
        self.draw_outcome()
        self.queue.draw()

    def draw_opened(self) -> None:
        """Which pictures are open."""
        state = self.state
        self.strip.draw(state.photos, state.index)
        self.commands["to_all"].setEnabled(len(state.photos) > 1)
        self.commands["next"].setEnabled(state.index + 1 < len(state.photos))
        self.commands["previous"].setEnabled(state.index > 0)

    def draw_outcome(self) -> None:
        """What has come of it so far."""
        under_way = self.state.progress is not None or self.finding.busy
        self.commands["stop"].setEnabled(under_way or self.saving.form.isVisible())
        self.outcome.draw(self.state, self.kept.live)

    # What follows from what

    def _go(self) -> None:
        """Another picture is looked at."""
        self.view.show_before(None)
        self.course.open()
        self.draw()

    def asked(self) -> None:
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
        self.asked()

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

    def queue_this(self) -> None:
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

    def wear_settings(self) -> None:
        kept = self.kept
        self.view.linked, self.view.same_size = kept.linked, kept.same_size
        wear_mode(self, self.view, kept.mode)
        self.commands["linked"].setChecked(kept.linked)
        self.commands["same_size"].setChecked(kept.same_size)
        self.commands["live"].setChecked(kept.live)
