"""What would be done to a picture file: read it and decide, and touch nothing."""

from __future__ import annotations

from afterglow.enhance.forecast import forecast
from afterglow.enhance.plan import plan
from afterglow.enhance.recipe import parse_memory
from afterglow.image import probe, read, read_frames
from afterglow.image.image import Image
from afterglow.jobs.enhance_frames import moves
from afterglow.jobs.job import Job, Planned
from afterglow.jobs.targets import refuse_to_overwrite
from afterglow.progress import Progress


def plan_file(job: Job, progress: Progress) -> Planned:
    """Work for an engine that only says which model would run, why, and how long it may take."""
    refuse_to_overwrite(job)
    frames, image = _first_picture(job)
    progress(0.5)
    steps = plan(image, job.recipe)
    seconds = forecast(steps, image, job.recipe)
    return Planned(
        job=job,
        model=steps.model,
        reason=steps.reason,
        width=steps.size.width,
        height=steps.size.height,
        seconds=None if seconds is None else round(frames * seconds, 3),
    )


def _first_picture(job: Job) -> tuple[int, Image]:
    """How many frames there are to do, and the first of them."""
    memory, look = parse_memory(job.recipe.memory), probe(job.source)
    if moves(look):
        return look.frames, next(read_frames(job.source, memory=memory).frames)
    return 1, read(job.source, memory=memory)
