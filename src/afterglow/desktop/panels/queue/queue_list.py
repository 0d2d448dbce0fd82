"""The queue as a list: a name, what became of it, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QProgressBar, QWidget

from afterglow.desktop.panels.queue.queueing import Queueing
from afterglow.desktop.widgets.pieces import column, label, plain, redress, row, tool
from afterglow.jobs.queue import Item

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction

    from afterglow.desktop.desk import Desk

PORTION = 20  # rows made before the window looks after anything else

ROLES = {"done": "good", "skipped": "caption", "failed": "problem", "stopped": "warning"}


class QueueList(QWidget):
    """What waits, what runs and what is done. Emits `chosen` with the result that a person goes to."""

    chosen = Signal(str)

    def __init__(
        self,
        desk: Desk,
        commands: dict[str, QAction],
        room: str = "photos",
        pace: Callable[[Item], str] = lambda item: "",
    ) -> None:
        """`room` has the words; `pace` says how fast a job that runs is, and how long it will take."""
        super().__init__()
        self._desk, self._room, self._pace = desk, room, pace
        self._rows: dict[str, _Row] = {}
        self._queueing: Queueing | None = None  # what was drawn last
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._draw_more)
        self.summary = label(desk, role="caption", wrap=True)
        self.list = plain(QListWidget())
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(0x100)))
        desk.words.bind(self.list.setAccessibleName, f"{room}.queue")
        names = ("queue_start", "queue_pause", "queue_stop", "queue_retry", "queue_folder", "queue_remove")
        self.setLayout(
            column(
                row(*(tool(commands[name]) for name in names), None, gap=2),
                self.summary,
                self.list,
                margin=12,
            )
        )

    @property
    def selected(self) -> list[str]:
        """The names of the jobs that are selected."""
        return [item.data(0x100) for item in self.list.selectedItems()]

    def draw(self, queueing: Queueing) -> None:
        """Show the queue as it is now; of rows that are new, a portion at a time."""
        self._queueing = queueing
        items = queueing.queue.items
        known = list(self._rows)
        if [item.job.id for item in items[: len(known)]] != known:
            self._clear()
        self._add(items[len(self._rows) :][:PORTION])
        if len(self._rows) < len(items):
            self._more.start()
        for item in items[: len(self._rows)]:
            self._rows[item.job.id].draw(item, self._pace(item))
        counts = {
            state: sum(item.state == state for item in items) for state in ("waiting", "done", "failed")
        }
        words = self._desk.words
        told = "queue_summary" if items else "queue_empty"
        waits = words(f"{self._room}.queue_waits") if queueing.waits_its_turn else ""
        self.summary.setText("\n".join(filter(None, [words(f"{self._room}.{told}", **counts), waits])))

    def _draw_more(self) -> None:
        if self._queueing is not None:
            self.draw(self._queueing)

    def _clear(self) -> None:
        self.list.clear()
        self._rows = {}

    def _add(self, items: tuple[Item, ...]) -> None:
        for item in items:
            made = _Row(self._desk, item)
            entry = QListWidgetItem()
            entry.setData(0x100, item.job.id)
            entry.setSizeHint(made.sizeHint())
            self.list.addItem(entry)
            self.list.setItemWidget(entry, made)
            self._rows[item.job.id] = made


class _Row(QWidget):
    """One job."""

    def __init__(self, desk: Desk, item: Item) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[Item, str, str] | None = None
        self.name = plain(QLabel(_short(item.job.source)))
        self.name.setToolTip(item.job.source)
        self.said = label(desk, role="caption")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.setLayout(column(row(self.name, None), self.said, self.bar, gap=3, margin=6))

    def draw(self, item: Item, pace: str) -> None:
        """Show what has become of it, where that is news: a queue may be long."""
        words = self._desk.words
        if self._shown == (item, pace, words.language):
            return
        self._shown = (item, pace, words.language)
        told = words(f"photos.state_{item.state}")
        if item.said and item.state in ("failed", "skipped"):
            told = words("photos.state_said", state=told, said=words.told(item.said[0]))
        elif pace:
            told = words("photos.state_said", state=told, said=pace)
        self.said.setText(told)
        self.said.setToolTip(" ".join(words.told(part) for part in item.said))
        redress(self.said, ROLES.get(item.state, "caption"))
        self.bar.setVisible(item.state == "running")
        self.bar.setValue(round(1000 * item.done))


def _short(path: Path | str) -> str:
    from pathlib import Path

    name = Path(path).name
    return name if len(name) <= 34 else f"{name[:20]}…{name[-12:]}"
