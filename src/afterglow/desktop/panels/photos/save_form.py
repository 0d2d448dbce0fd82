"""Saving under another name, in place: where to, and what to do with a file that is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit

from afterglow.desktop.widgets.pieces import button, column, label, plain, row

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk


class SaveForm(QFrame):
    """Emits `wanted` with the path that a person gives, and `left` when they think better of it."""

    wanted = Signal(Path)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self.path = plain(QLineEdit())
        desk.words.bind(self.path.setAccessibleName, "photos.save_where")
        self.path.returnPressed.connect(self._tell)
        self.save = button(desk, "photos.save_here", self._tell, main=True)
        self.browse = button(desk, "photos.browse", self._browse)
        self.cancel = button(desk, "photos.cancel", self.left.emit)
        self.setLayout(
            column(
                label(desk, "photos.save_where", "heading"),
                self.path,
                label(desk, "photos.save_hint", "caption", wrap=True),
                row(self.browse, None, self.cancel, self.save),
                margin=12,
            )
        )

    def ask(self, path: Path) -> None:
        """Show the form with this path, its name ready to be typed over."""
        self.show()
        self.path.setText(str(path))
        self.path.setFocus()
        start = len(str(path)) - len(path.name)
        self.path.setSelection(start, len(path.stem))

    def _tell(self) -> None:
        if self.path.text().strip():
            self.wanted.emit(Path(self.path.text().strip()).expanduser())

    def _browse(self) -> None:
        dialog = QFileDialog(self, self._desk.words("photos.save_where"), self.path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # The strip asks, with the name in sight.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()
