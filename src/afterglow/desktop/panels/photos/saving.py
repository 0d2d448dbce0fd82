"""Keeping what was made: beside the picture, under another name, or in the clipboard."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

from afterglow.desktop.panels.command import command
from afterglow.desktop.panels.photos.save_form import SaveForm
from afterglow.desktop.panels.photos.shown import finished, save
from afterglow.desktop.panels.photos.state import Photos
from afterglow.errors import AfterglowError, CannotWrite, WouldOverwrite
from afterglow.image.landing import told_of
from afterglow.jobs.folders import state_folder
from afterglow.jobs.gather import Picture

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk


class Saving:
    """Saves and copies the result of `state`; `changed` is called when there is something new to draw."""

    def __init__(self, desk: Desk, state: Photos, changed: Callable[[], object]) -> None:
        self.desk, self.state, self.changed = desk, state, changed
        self.form = SaveForm(desk)
        self.form.wanted.connect(self.save_to)
        self.form.left.connect(self.form.hide)
        self.form.hide()

    def save(self) -> None:
        """Save beside the picture, under its own name with a mark."""
        photo = self.state.current
        if photo is None or not self.state.ready:
            return
        if photo.path.parent == pasted_folder():
            self.ask_where()
        else:
            self.save_to(self._target(photo.path))

    def ask_where(self) -> None:
        photo = self.state.current
        if photo is None or not self.state.ready:
            return
        pasted = photo.path.parent == pasted_folder()
        target = self._target(photo.path)
        self.form.ask((Path(self.desk.own.folder or Path.home()) / target.name) if pasted else target)

    def save_to(self, target: Path, overwrite: bool = False) -> None:
        """Save under this name; what is there already is replaced only when that is said again."""
        photo = self.state.current
        if photo is None or not self.state.ready:
            return
        self.form.hide()

        def done(notes: tuple[str, ...]) -> None:
            photo.saved = target
            show = ("photos.show_folder", lambda: open_folder(target.parent))
            if notes:
                said = " ".join(self.desk.words.told(note) for note in notes)
                self.desk.strip.say("warning", "photos.saved_but", show, name=target.name, notes=said)
            else:
                self.desk.strip.say("good", "photos.saved", show, name=target.name)
            self.changed()

        def failed(problem: AfterglowError) -> None:
            replacing = isinstance(problem, WouldOverwrite)
            offer = ("photos.replace", lambda: self.save_to(target, overwrite=True)) if replacing else None
            if not replacing:
                offer = ("photos.save_elsewhere", self.ask_where)
            self.desk.strip.problem(problem, offer)

        self.desk.bridge.start(save(self.state, target, overwrite), done, failed, lane="write")

    def copy(self) -> None:
        """The result to the clipboard, in sRGB: that is how others read it."""
        image, developed, recipe = self.state.image, self.state.developed, self.state.recipe
        if image is None or developed is None:
            return

        def done(picture: QImage) -> None:
            QGuiApplication.clipboard().setImage(picture)
            self.desk.strip.say("good", "photos.copied")

        self.desk.bridge.start(
            finished(image, developed, recipe), done, self.desk.strip.problem, lane="write"
        )

    def copy_command(self) -> None:
        """The line that does the same in a terminal."""
        if self.state.current:
            QGuiApplication.clipboard().setText(command([self.state.current.path], self.state.recipe))
            self.desk.strip.say("good", "photos.command_copied")

    def _target(self, source: Path) -> Path:
        from afterglow.jobs.targets import Place, suffix_for, target_of

        suffix = suffix_for(source, self.state.recipe.format)
        return target_of(Picture(source, Path(source.name)), Place(), suffix)


def pasted_folder() -> Path:
    """Where pictures from the clipboard are kept until they are saved."""
    return state_folder() / "pasted"


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def keep_pasted(picture: QImage) -> Path:
    """A picture from the clipboard as a file, which nothing but the user deletes."""
    path = pasted_folder() / time.strftime("%Y-%m-%d %H.%M.%S.png")
    with told_of(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(path)):
        raise CannotWrite(
            f"There is no room for {path.name} on the drive", "Free some space and run it again."
        )
    return path
