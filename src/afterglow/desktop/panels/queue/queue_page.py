"""The page of the queue: what was asked for many pictures, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from afterglow.desktop.panels.photos.saving import open_folder
from afterglow.desktop.panels.photos.state import Photo
from afterglow.desktop.panels.queue.queue_list import QueueList
from afterglow.desktop.panels.queue.queueing import Hearers, Queueing
from afterglow.desktop.widgets.pieces import column
from afterglow.errors import AfterglowError
from afterglow.jobs.gather import Refused
from afterglow.jobs.job import End, Failed, Finished, Stopped
from afterglow.jobs.queue import Item

if TYPE_CHECKING:
    from afterglow.desktop.panels.panel import Panel


class QueuePage(QWidget):
    """The queue and its commands, which it offers in the name of the panel; `show_me` brings it to the front.

    Emits `drawn` whenever something has become of it.
    """

    drawn = Signal()

    def __init__(
        self, panel: Panel, show_me: Callable[[], object], queueing: type[Queueing] = Queueing
    ) -> None:
        super().__init__()
        self.desk, self.commands, self._show_me = panel.desk, panel.commands, show_me
        self.room = panel.name
        hearers = Hearers(self.draw, self._write_down, self._tell_of_end, self.desk.strip.problem)
        self.queueing = queueing(self.desk.bridge, hearers)
        offer = panel.command
        offer("queue_start", self.queueing.start, menu="work", shortcut="Ctrl+G", icon="play")
        offer("queue_pause", self.queueing.pause, menu="work", shortcut="Ctrl+P", icon="pause")
        offer("queue_stop", self.queueing.stop, menu="work", shortcut="Ctrl+.", icon="stop")
        offer("queue_retry", self.queueing.retry, menu="work", shortcut="Ctrl+Shift+R", icon="retry")
        offer("queue_folder", self.open_results, menu="work", shortcut="Ctrl+Shift+F", icon="folder")
        offer("queue_remove", self.remove_selected, menu="work", shortcut="Ctrl+Shift+D", icon="remove")
        self.list = QueueList(self.desk, self.commands, self.room, self.pace)
        self.list.chosen.connect(lambda _: self.open_results())
        self.setLayout(column(self.list))
        self.draw()

    def add(self, photos: Sequence[Photo]) -> None:
        """Queue pictures, each with what is asked for it."""
        asked = [(photo.path, photo.recipe.now) for photo in photos]
        self.queueing.add(asked, partial(self.tell_of, len(asked)))

    def tell_of(self, count: int, refused: Sequence[Refused]) -> None:
        """Say what was queued, or why something was not."""
        self._show_me()
        if refused:
            self.desk.strip.problem(AfterglowError(refused[0].message, refused[0].hint))
        else:
            start = ("photos.start_now", self.queueing.start)
            self.desk.strip.say("info", f"{self.room}.queued", start, count=count)

    def offer_what_is_left(self) -> None:
        """What an earlier window did not get to can be gone on with."""
        count = self.queueing.left_from_before
        if count:
            go_on = ("photos.go_on", self._go_on)
            self.desk.strip.say("info", f"{self.room}.left_from_before", go_on, count=count)

    def pace(self, item: Item) -> str:
        """How fast a job that runs is; a picture is done before that matters."""
        return ""

    def remove_selected(self) -> None:
        self.queueing.remove(self.list.selected)

    def open_results(self) -> None:
        """The folder of the job that is selected, or of the last one."""
        items = {item.job.id: item for item in self.queueing.queue.items}
        chosen = next((items[id] for id in self.list.selected if id in items), None)
        chosen = chosen or next(iter(reversed(items.values())), None)
        if chosen:
            open_folder(Path(chosen.job.target).parent)

    def draw(self) -> None:
        """Show the queue as it is now."""
        queue, running = self.queueing.queue, self.queueing.running
        states = [item.state for item in queue.items]
        self.list.draw(self.queueing)
        self.commands["queue_start"].setEnabled("waiting" in states or self.queueing.paused)
        self.commands["queue_pause"].setEnabled(running and not self.queueing.paused)
        self.commands["queue_stop"].setEnabled(running)
        self.commands["queue_retry"].setEnabled("failed" in states or "stopped" in states)
        self.commands["queue_folder"].setEnabled(bool(states))
        self.commands["queue_remove"].setEnabled(bool(states))
        if queue.note:
            self.desk.strip.problem(AfterglowError(queue.note.rstrip(".")))
            queue.note = ""
        self.drawn.emit()

    def _write_down(self, event: End) -> None:
        """What became of a job is in the log, too."""
        name = Path(event.job.source).name
        if isinstance(event, Failed):
            self.desk.log.failed(AfterglowError(event.message, event.hint))
        elif isinstance(event, Finished):
            self.desk.log.note("good", "photos.queue_made", name=name, result=Path(event.job.target).name)
            for note in event.notes:
                self.desk.log.note("info", "photos.queue_note", name=name, note=self.desk.words.told(note))
        elif isinstance(event, Stopped):
            self.desk.log.note("info", "photos.queue_stopped", name=name)
        else:
            self.desk.log.note("info", "photos.queue_skipped", name=name)

    def _tell_of_end(self, ends: Sequence[End]) -> None:
        """All that waited was done: whoever does something else meanwhile is called, too."""
        failed = sum(isinstance(event, Failed) for event in ends)
        show = ("photos.show_folder", self.open_results)
        kind = "warning" if failed else "good"
        self.desk.strip.say(kind, "photos.queue_over", show, done=len(ends) - failed, failed=failed)
        QApplication.alert(self.window())

    def _go_on(self) -> None:
        self._show_me()
        self.queueing.start()
