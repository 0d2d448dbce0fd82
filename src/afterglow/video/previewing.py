"""Seeing one picture of a result before hours are spent on all of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from afterglow.enhance.recipe import Recipe
from afterglow.image.image import Image
from afterglow.models.sessions import Sessions
from afterglow.progress import SILENT, Progress
from afterglow.video.clip import Frame
from afterglow.video.options import VideoOptions
from afterglow.video.painting import Painter
from afterglow.video.planning import plan_clip
from afterglow.video.reader import Reader

ANYWHERE = Path("preview.mkv")  # the container that holds what every clip may


def preview_frame(
    reader: Reader,
    seconds: float,
    recipe: Recipe,
    options: VideoOptions | None = None,
    progress: Progress = SILENT,
    sessions: Sessions | None = None,
) -> tuple[Image, Image]:
    """The picture at that time as it is, and as it would be in the result, before it is encoded."""
    if sessions is None:
        with Sessions() as own:
            return preview_frame(reader, seconds, recipe, options, progress, own)
    planned = plan_clip(reader, ANYWHERE, recipe, options or VideoOptions(), progress)
    before = reader.frame_at(seconds, progress)
    with closing(Painter(planned, sessions, progress, at_once=1)) as painter:
        after = painter.finish(painter.begin(Frame(0, 0, 0, before.pixels)))
    return before, Image(planned.cropped(after))
