"""What would be done to a picture file: read it and decide, and touch nothing."""

from __future__ import annotations

from pathlib import Path

from afterglow.enhance.plan import plan
from afterglow.enhance.recipe import parse_memory
from afterglow.image.files import read
from afterglow.jobs.job import Job, Planned
from afterglow.jobs.targets import refuse_to_overwrite
from afterglow.progress import Progress


def plan_file(job: Job, progress: Progress) -> Planned:
    """Work for an engine that only says which model would run, and why."""
    refuse_to_overwrite(job)
    image = read(Path(job.source), memory=parse_memory(job.recipe.memory))
    progress(0.5)
    steps = plan(image, job.recipe)
    return Planned(job, steps.model, steps.reason, steps.size.width, steps.size.height)
