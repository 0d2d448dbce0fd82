"""Enhancing a picture file: read, enhance, write."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from afterglow.enhance.enhance import Enhanced, enhance
from afterglow.enhance.recipe import Recipe, parse_memory
from afterglow.image import copy, format_to_write, probe, read, write
from afterglow.image.image import Image
from afterglow.image.landing import make_folder_for
from afterglow.jobs.enhance_frames import ENHANCED, READ, Enhance, enhance_frames, moves
from afterglow.jobs.job import Finished, Job
from afterglow.jobs.run import Work
from afterglow.jobs.targets import refuse_to_overwrite
from afterglow.models.sessions import Sessions
from afterglow.progress import Cancelled, Progress


def enhance_files(sessions: Sessions) -> Work:
    """Work for an engine: while one picture has the network, with every core, others are read and written."""
    network = threading.Lock()

    def enhance_one(image: Image, recipe: Recipe, progress: Progress) -> Enhanced:
        with _turn(network, progress):
            return enhance(image, recipe, progress, sessions)

    def enhance_file(job: Job, progress: Progress) -> Finished:
        began = time.perf_counter()
        refuse_to_overwrite(job)
        all_of_it = enhance_frames if moves(probe(job.source)) else enhance_still
        made = all_of_it(job, progress, enhance_one)
        return Finished(
            job=job,
            model=made.model,
            reason=made.reason,
            engine=made.engine,
            device=made.device,
            precision=made.precision,
            width=made.image.size.width,
            height=made.image.size.height,
            seconds=round(time.perf_counter() - began, 3),
            notes=tuple(dict.fromkeys(made.notes)),
        )

    return enhance_file


def enhance_still(job: Job, progress: Progress, enhance_one: Enhance) -> Enhanced:
    """The one picture of a file, written, with the notes of all steps."""
    recipe, target = job.recipe, Path(job.target)
    image = read(job.source, memory=parse_memory(recipe.memory))
    progress(READ)
    better = enhance_one(image, recipe, progress.part(READ, ENHANCED))
    make_folder_for(target)
    if untouched(image, better, job):
        copy(job.source, target, overwrite=job.overwrite)
        return better
    written = write(
        better.image,
        target,
        format=recipe.format,
        quality=recipe.output_quality,
        strip_gps=recipe.strip_gps,
        strip_all=recipe.strip_all,
        overwrite=job.overwrite,
        source=job.source,
    )
    return replace(better, notes=(*better.image.notes, *better.notes, *written))


def untouched(image: Image, better: Enhanced, job: Job) -> bool:
    """Is the result the file itself? Then it is copied: encoding a good picture again would only make it worse."""
    recipe, origin = job.recipe, image.origin
    same_pixels = better.image.pixels is image.pixels and better.image.alpha is image.alpha
    same_file = not (
        recipe.output_quality or recipe.strip_gps or recipe.strip_all or origin.turned or image.notes
    )
    target = format_to_write(recipe.format, Path(job.target), origin.format)
    return same_pixels and same_file and target.name == origin.format


@contextmanager
def _turn(lock: threading.Lock, progress: Progress) -> Iterator[None]:
    while not lock.acquire(timeout=0.1):
        if progress.stopped():
            raise Cancelled
    try:
        yield
    finally:
        lock.release()
