"""Asking for files and showing folders, with the system's own dialogs; each begins where the last one ended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk

Kinds = Sequence[tuple[str, Sequence[str]]]
"""What may be chosen: a key of `words/` and the suffixes, such as `("judge.pictures", [".png"])`; none means all."""


def files_to_open(desk: Desk, asker: QWidget, title: str, kinds: Kinds = ()) -> list[Path]:
    """The files chosen; none if the question was left."""
    found, _ = QFileDialog.getOpenFileNames(asker, desk.words(title), desk.own.folder, _filters(desk, kinds))
    return _remembered(desk, found)


def file_to_open(desk: Desk, asker: QWidget, title: str, kinds: Kinds = ()) -> Path | None:
    """The file chosen."""
    found, _ = QFileDialog.getOpenFileName(asker, desk.words(title), desk.own.folder, _filters(desk, kinds))
    return next(iter(_remembered(desk, [found])), None)


def file_to_save(desk: Desk, asker: QWidget, title: str, name: str, kinds: Kinds = ()) -> Path | None:
    """Where to put a file that would best be called `name`; the dialog has asked before one is replaced."""
    start = str(Path(desk.own.folder) / name)
    found, _ = QFileDialog.getSaveFileName(asker, desk.words(title), start, _filters(desk, kinds))
    return next(iter(_remembered(desk, [found])), None)


def folder_to_use(desk: Desk, asker: QWidget, title: str) -> Path | None:
    """The folder chosen."""
    found = QFileDialog.getExistingDirectory(asker, desk.words(title), desk.own.folder)
    if found:
        desk.keep(folder=found)
    return Path(found) if found else None


def show_folder(place: Path) -> None:
    """Open a folder, or the folder of a file, in the system's file manager."""
    folder = place if place.is_dir() else place.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _remembered(desk: Desk, found: Sequence[str]) -> list[Path]:
    paths = [Path(name) for name in found if name]
    if paths:
        desk.keep(folder=str(paths[0].parent))
    return paths


def _filters(desk: Desk, kinds: Kinds) -> str:
    return ";;".join(
        f"{desk.words(key)} ({' '.join(f'*{suffix}' for suffix in ends)})" for key, ends in kinds
    )
