"""The work behind the page: plain functions for threads, which take a `Progress` and know no window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.desktop.panels.video.state import Advice, Wanted
from afterglow.enhance.recipe import Recipe
from afterglow.errors import AfterglowError
from afterglow.progress import SILENT, Progress
from afterglow.video.options import VideoOptions

if TYPE_CHECKING:
    from afterglow.image import Image
    from afterglow.models.sessions import Sessions
    from afterglow.video.clip import Clip


@dataclass(frozen=True, eq=False)
class Opened:
    """What a clip is, and one picture of it as it is."""

    clip: Clip
    picture: Image


def can_open_clips() -> bool:
    """Is PyAV installed?"""
    from afterglow.video.opening import need_pyav

    try:
        need_pyav()
    except AfterglowError:
        return False
    return True


def open_clip(path: Path, seconds: float, progress: Progress = SILENT) -> Opened:
    """A clip, and its picture at that time."""
    from afterglow.video import Reader

    with Reader(path, progress) as reader:
        return Opened(reader.clip, reader.frame_at(seconds, progress))


def advise(wanted: Wanted, progress: Progress = SILENT) -> Advice:
    """The model that helps most of the clip's pictures."""
    from afterglow.video import Reader
    from afterglow.video.planning import plan_clip
    from afterglow.video.previewing import ANYWHERE

    recipe = Recipe(quality=wanted.recipe.quality)
    options = VideoOptions(begin=wanted.options.begin, end=wanted.options.end)
    with Reader(wanted.path, progress) as reader:
        steps = plan_clip(reader, ANYWHERE, recipe, options, progress).steps
    return Advice(steps.model, steps.strength, steps.reason)


def make_better(
    wanted: Wanted, advice: Advice | None, sessions: Sessions, progress: Progress = SILENT
) -> Image:
    """The picture that is wanted, as it would be in the result."""
    from afterglow.video import Reader, preview_frame

    with Reader(wanted.path, progress) as reader:
        recipe = advice.settle(wanted.recipe) if advice else wanted.recipe
        return preview_frame(reader, wanted.seconds, recipe, wanted.options, progress, sessions)[1]
