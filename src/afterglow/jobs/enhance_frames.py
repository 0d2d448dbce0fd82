"""Enhancing a picture that moves: every frame in the same way, with its timing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from afterglow.enhance.enhance import Enhanced
from afterglow.enhance.plan import Plan, plan
from afterglow.enhance.recipe import Recipe, parse_memory
from afterglow.image import FORMATS, Look, read_frames, write_frames
from afterglow.image.image import Image
from afterglow.image.landing import make_folder_for
from afterglow.jobs.job import Job
from afterglow.progress import Progress

READ, ENHANCED = 0.05, 0.95  # where in a job's progress reading ends and writing begins, roughly

Enhance = Callable[[Image, Recipe, Progress], Enhanced]
"""Enhances one picture when its turn has come."""


def moves(look: Look) -> bool:
    """Is this a file of several frames, rather than of one picture or of pages?"""
    return look.frames > 1 and FORMATS[look.format].animation


def enhance_frames(job: Job, progress: Progress, enhance_one: Enhance) -> Enhanced:
    """All frames of a file, written; what is said of them is said of the last, with the notes of all steps."""
    recipe, target = job.recipe, Path(job.target)
    memory = parse_memory(recipe.memory)
    animation = read_frames(job.source, memory=memory)
    progress(READ)
    steps = plan(next(animation.frames), recipe)
    same_for_all = steady(recipe, steps)
    step = (ENHANCED - READ) / len(animation)
    made: list[Enhanced] = []

    def better_frames() -> Iterator[Image]:
        for index, frame in enumerate(animation.frames):
            share = progress.part(READ + index * step, READ + (index + 1) * step)
            made[:] = [enhance_one(frame, same_for_all, share)]
            yield made[0].image

    better = animation.with_frames(better_frames(), memory)
    make_folder_for(target)
    written = write_frames(
        better,
        target,
        format=recipe.format,
        quality=recipe.output_quality,
        strip_gps=recipe.strip_gps,
        strip_all=recipe.strip_all,
        overwrite=job.overwrite,
        source=job.source,
    )
    said = f"All {len(animation)} frames were done alike."
    return replace(made[0], reason=steps.reason, notes=(*animation.notes, *made[0].notes, *written, said))


def steady(recipe: Recipe, steps: Plan) -> Recipe:
    """The recipe with the choice made for the first frame: frames that choose for themselves would flicker."""
    if steps.restorer:
        return replace(recipe, model=steps.restorer.name, strength=steps.strength)
    return recipe if steps.enlarger else replace(recipe, model="none")
