"""The queue of clips at work: one after the other, and each goes on where a stopped or killed run had got to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.desktop.bridge import Bridge
from afterglow.desktop.panels.queue.queueing import Hearers, Queueing
from afterglow.desktop.panels.video.pace import Pace, length
from afterglow.enhance.recipe import Recipe
from afterglow.jobs.folders import state_folder
from afterglow.jobs.gather import Picture, Refused
from afterglow.jobs.job import Advanced, Event, Finished, Job, Planned, Skipped
from afterglow.jobs.pause import Gate
from afterglow.jobs.run import Work
from afterglow.progress import Progress
from afterglow.video.options import VideoOptions

if TYPE_CHECKING:
    from afterglow.jobs.enhance_video import Watch


class ClipQueue(Queueing):
    """A queue of its own, beside that of pictures; `paces` knows how fast each clip is made."""

    def __init__(self, bridge: Bridge, hearers: Hearers) -> None:
        super().__init__(bridge, hearers, state_folder() / "video")
        self.paces: dict[str, Pace] = {}
        self.watch: Watch = lambda job, shown: None  # in the thread of the work

    def add_clips(
        self,
        paths: Sequence[Path],
        recipe: Recipe,
        options: VideoOptions,
        folder: Path | None,
        told: Callable[[list[Refused]], object],
    ) -> None:
        """Queue clips, their results beside them or in a folder; `told` hears of those that have no place."""
        from afterglow.jobs.targets import Place, jobs_for

        pictures = [Picture(path, Path(path.name)) for path in paths]
        self.put(lambda: jobs_for(pictures, Place(folder=folder), recipe, video=options), told)

    def start(self) -> None:
        for pace in self.paces.values():
            pace.begin()
        super().start()

    def _run(self, gate: Gate) -> None:
        """In a thread: as long as clips wait, make them."""
        from afterglow.jobs.batch_sessions import BatchSessions
        from afterglow.jobs.engines.local import run_all
        from afterglow.jobs.enhance_video import enhance_videos
        from afterglow.jobs.ledger import open_ledger
        from afterglow.jobs.leftovers import run_under_way
        from afterglow.jobs.remember import Again, remembered, weights_of
        from afterglow.models.store import list_models

        state = state_folder()
        targets = [item.job.target for item in self.queue.items]
        with (
            run_under_way(state, targets),
            closing(open_ledger(state)) as ledger,
            BatchSessions() as sessions,
        ):
            # A clip rests between two pictures: held within one, its reader would be given up as dead.
            work = enhance_videos(sessions, lambda: gate.paused, self.watch)
            work = remembered(work, ledger, weights_of(list_models()), Again(failed=True))
            run_all(self._waiting(gate), self._timed(work), self._tell, lambda: gate.stopped, workers=1)

    def _timed(self, work: Work) -> Work:
        """`work` whose pace is known."""

        def timed(job: Job, progress: Progress) -> Finished | Planned | Skipped:
            self.paces[job.id] = Pace(length(job))
            return work(job, progress)

        return timed

    def _hear(self, event: Event) -> None:
        if isinstance(event, Advanced) and event.job.id in self.paces:
            self.paces[event.job.id].hear(event.done)
        super()._hear(event)
