"""The picture that is being written, for a page that looks on while a clip is made."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.desktop.panels.video.state import Wanted
from afterglow.jobs.job import Job
from afterglow.video.options import VideoOptions

if TYPE_CHECKING:
    from afterglow.desktop.bridge import Bridge
    from afterglow.desktop.screen import Screen
    from afterglow.desktop.widgets.raster import Raster
    from afterglow.video.making import Shown

OFTEN = 0.5  # seconds from one picture shown to the next: the work waits while one is made for the screen


@dataclass(frozen=True, eq=False)
class Written:
    """A picture that went into a result: which it is, as it was, and as it became."""

    which: Wanted
    before: Raster
    after: Raster


class Following:
    """Looks on in the thread of the work; `show` is called in the window's with a picture now and then."""

    def __init__(self, bridge: Bridge, screen: Screen, show: Callable[[Written], object]) -> None:
        self.on = True
        self._bridge, self._screen, self._show = bridge, screen, show
        self._last = 0.0

    def watch(self, job: Job, shown: Shown) -> None:
        """A picture of the clip of `job` is being written."""
        if not self.on or time.monotonic() - self._last < OFTEN:
            return
        from afterglow.desktop.widgets.raster import raster_of
        from afterglow.image import Image

        # The memory of a picture being encoded is not held any longer than that takes.
        pictures = [Image(pixels.copy(order="C")) for pixels in (shown.before, shown.after)]
        before, after = (raster_of(picture, self._screen.profile) for picture in pictures)
        which = Wanted(Path(job.source), shown.seconds, job.recipe, job.video or VideoOptions())
        self._bridge.tell(lambda: self._show(Written(which, before, after)))
        self._last = time.monotonic()
