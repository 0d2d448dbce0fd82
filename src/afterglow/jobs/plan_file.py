"""What would be done to a picture file: read it and decide, and touch nothing."""

from __future__ import annotations

from afterglow.enhance.plan import plan
from afterglow.enhance.recipe import parse_memory
from afterglow.image import probe, read, read_frames
from afterglow.image.image import Image
from afterglow.jobs.enhance_frames import moves
from afterglow.jobs.job import Job, Planned
from afterglow.jobs.targets import refuse_to_overwrite
from afterglow.progress import Progress


def plan_file(job: Job, progress: Progress) -> Planned:
    """Work for an engine that only says which model would run, and why."""
    refuse_to_overwrite(job)
    image = _first_picture(job)
    progress(0.5)
    steps = plan(image, job.recipe)
    return Planned(job, steps.model, steps.reason, steps.size.width, steps.size.height)


def _first_picture(job: Job) -> Image:
    memory = parse_memory(job.recipe.memory)
    if moves(probe(job.source)):
        return next(read_frames(job.source, memory=memory).frames)
    return read(job.source, memory=memory)
