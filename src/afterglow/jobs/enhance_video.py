"""Enhancing a video file, as a job like any other."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from afterglow.jobs.job import Finished, Job, Planned
from afterglow.jobs.run import Work
from afterglow.jobs.targets import refuse_to_overwrite
from afterglow.models.sessions import Sessions
from afterglow.progress import Progress
from afterglow.video.making import Pause, Shown
from afterglow.video.options import VideoOptions

Watch = Callable[[Job, Shown], object]
"""Is shown each picture of a clip as it is written; work waits for it."""


def never() -> bool:
    return False


def unwatched(job: Job, shown: Shown) -> None:
    """Nobody looks on."""


def enhance_videos(sessions: Sessions, paused: Pause = never, watch: Watch = unwatched) -> Work:
    """Work for an engine: one clip after the other, resting for as long as `paused` says so."""
    from afterglow.video.enhancing import enhance_clip

    def enhance_video(job: Job, progress: Progress) -> Finished:
        began = time.perf_counter()
        refuse_to_overwrite(job)
        made = enhance_clip(
            job.source,
            job.target,
            job.recipe,
            job.video,
            progress,
            sessions,
            overwrite=job.overwrite,
            paused=paused,
            watch=partial(watch, job),
        )
        return Finished(
            job=job,
            model=made.model,
            reason=made.reason,
            engine=made.engine,
            device=made.device,
            precision=made.precision,
            width=made.width,
            height=made.height,
            seconds=round(time.perf_counter() - began, 3),
            notes=made.notes,
        )

    return enhance_video


def plan_video(job: Job, progress: Progress) -> Planned:
    """Work for an engine that only says which model would run on a clip, and why."""
    from afterglow.video.planning import plan_clip
    from afterglow.video.reader import Reader

    refuse_to_overwrite(job)
    with Reader(job.source, progress) as reader:
        planned = plan_clip(reader, Path(job.target), job.recipe, job.video or VideoOptions(), progress)
    size = planned.shape.coding.size
    reason = " ".join([planned.steps.reason, *planned.notes])
    return Planned(job, planned.steps.model, reason, size.width, size.height)


def either(pictures: Work, videos: Work) -> Work:
    """Work on pictures and clips alike, each in its own way."""
    return lambda job, progress: (videos if job.video else pictures)(job, progress)
