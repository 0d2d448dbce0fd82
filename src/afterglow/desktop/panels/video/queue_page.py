"""The page of the queue of clips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.desktop.panels.queue.queue_page import QueuePage
from afterglow.desktop.panels.video.queueing import ClipQueue
from afterglow.enhance.recipe import Recipe
from afterglow.jobs.queue import Item
from afterglow.video.options import VideoOptions

if TYPE_CHECKING:
    from afterglow.desktop.panels.panel import Panel


class ClipQueuePage(QueuePage):
    """As for pictures, and with what a clip's long work asks for: its speed, and the time that is left."""

    queueing: ClipQueue

    def __init__(self, panel: Panel, show_me: Callable[[], object]) -> None:
        super().__init__(panel, show_me, ClipQueue)

    def add_clips(
        self, paths: Sequence[Path], recipe: Recipe, options: VideoOptions, folder: Path | None
    ) -> None:
        """Queue clips, all with what is asked now; their results go beside them, or into a folder."""
        told = partial(self.tell_of, len(paths))
        self.queueing.add_clips(paths, recipe, options, folder, told)

    def pace(self, item: Item) -> str:
        known = self.queueing.paces.get(item.job.id) if item.state == "running" else None
        return known.said(self.desk.words) if known else ""
