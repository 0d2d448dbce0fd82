"""Making a clip better: read, enhance and encode side by side, segment by segment, then put together."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from afterglow.enhance.enhance import wish
from afterglow.enhance.recipe import Recipe
from afterglow.image import refuse_same_file
from afterglow.image.image import Image
from afterglow.image.landing import make_folder_for, refuse_taken, settle, told_of
from afterglow.models.sessions import Sessions
from afterglow.progress import SILENT, Progress
from afterglow.video.making import Pause, Watch, make_segments, nobody
from afterglow.video.options import VideoOptions
from afterglow.video.planning import ClipPlan, plan_clip
from afterglow.video.reader import Reader
from afterglow.video.results import put_together
from afterglow.video.workfolder import WorkFolder, clear_away, fingerprint_of, folder_for, work_folder

MADE = 0.97  # where in the progress the pictures are made, and putting together begins


@dataclass(frozen=True)
class MadeClip:
    """What became of a clip."""

    model: str | None
    reason: str
    engine: str
    device: str
    precision: str
    width: int
    height: int
    frames: int
    notes: tuple[str, ...] = ()


def enhance_clip(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    recipe: Recipe,
    options: VideoOptions | None = None,
    progress: Progress = SILENT,
    sessions: Sessions | None = None,
    *,
    overwrite: bool = False,
    paused: Pause = lambda: False,
    watch: Watch = nobody,
) -> MadeClip:
    """Write a better clip to `target`. Stopped or killed, the same call goes on where it was.

    Work rests for as long as `paused` says so; `watch` is shown each picture that is written.
    """
    if sessions is None:
        with Sessions() as own:
            return enhance_clip(
                source,
                target,
                recipe,
                options,
                progress,
                own,
                overwrite=overwrite,
                paused=paused,
                watch=watch,
            )
    place = Path(target)
    with Reader(source, progress) as reader:
        planned = plan_clip(reader, place, recipe, options or VideoOptions(), progress)
        _refuse(reader.path, place, overwrite)
        unseen = Progress(stopped=progress.stopped)
        with work_folder(place, lambda: unseen(0)) as folder:
            fingerprint = fingerprint_of(reader.path, planned, unseen)
            if folder.plan.get("fingerprint") != fingerprint:
                folder.begin({"fingerprint": fingerprint})
            planned, way = _way(planned, sessions, folder)
            if "way" not in folder.plan:
                folder.begin({**folder.plan, "way": way})
            notes = [*planned.notes, *way["notes"]]
            making = progress.part(0, MADE)
            notes += make_segments(reader, planned, folder, place, sessions, making, paused, watch)
            notes += put_together(reader, planned, folder, place, progress.part(MADE, 1))
            settle(folder.part, place, overwrite=overwrite)
            made = _told(planned, way, folder.frames, tuple(dict.fromkeys(notes)))
            folder.remove()
    return made


def _refuse(source: Path, target: Path, overwrite: bool) -> None:
    """Raise before any time is spent if the result could not get its name."""
    refuse_same_file(source, target)
    make_folder_for(target)
    with told_of(target):
        if not overwrite:
            clear_away(folder_for(target))
        refuse_taken(target, overwrite)


def _told(planned: ClipPlan, way: Way, frames: int, notes: tuple[str, ...]) -> MadeClip:
    size = planned.shape.coding.size
    return MadeClip(
        model=planned.steps.model,
        reason=planned.steps.reason,
        engine=way["engine"],
        device=way["device"],
        precision=way["precision"],
        width=size.width,
        height=size.height,
        frames=frames,
        notes=notes,
    )


Way = dict[str, Any]
"""What runs the models: engine, device, precision, and what there is to say of it."""


def _way(planned: ClipPlan, sessions: Sessions, folder: WorkFolder) -> tuple[ClipPlan, Way]:
    """The plan with the way of an earlier run, so that its pictures and the new ones come out of the same machine."""
    blank = Image(np.zeros((1, 1, 3), np.uint16 if planned.shape.coding.deep else np.uint8))
    before = folder.plan.get("way", {})
    way = _opened(planned, planned.recipe, blank, sessions)
    if not before or all(before.get(key) == way[key] for key in ("engine", "device", "precision")):
        return planned, way
    recipe = replace(
        planned.recipe,
        engine=before["engine"] or "auto",
        device=before["device"] or "auto",
        precision=before["precision"] or "auto",
    )
    return replace(planned, recipe=recipe), _opened(planned, recipe, blank, sessions)


def _opened(planned: ClipPlan, recipe: Recipe, blank: Image, sessions: Sessions) -> Way:
    way: Way = {"engine": "", "device": "", "precision": "", "notes": []}
    for card in planned.steps.cards:
        session = sessions.open(card, wish(recipe, blank), work_pixels=None)
        way = {
            "engine": session.engine,
            "device": session.device,
            "precision": session.precision,
            "notes": [*way["notes"], *session.notes],
        }
    return way
