"""Enhancing a picture file: read, enhance, write."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import parse_memory
from afterglow.image.files import read, write
from afterglow.image.landing import told_of
from afterglow.jobs.job import Finished, Job
from afterglow.jobs.run import Work
from afterglow.jobs.targets import refuse_to_overwrite
from afterglow.models.sessions import Sessions
from afterglow.progress import Cancelled, Progress

READ, ENHANCED = 0.05, 0.95  # where in a job's progress reading ends and writing begins, roughly


def enhance_files(sessions: Sessions) -> Work:
    """Work for an engine: while one picture has the network, with every core, others are read and written."""
    network = threading.Lock()

    def enhance_file(job: Job, progress: Progress) -> Finished:
        began = time.perf_counter()
        recipe, target = job.recipe, Path(job.target)
        refuse_to_overwrite(job)
        image = read(Path(job.source), memory=parse_memory(recipe.memory))
        progress(READ)
        with _turn(network, progress):
            better = enhance(image, recipe, progress.part(READ, ENHANCED), sessions)
        with told_of(target):
            target.parent.mkdir(parents=True, exist_ok=True)
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
        return Finished(
            job=job,
            model=better.model,
            reason=better.reason,
            engine=better.engine,
            device=better.device,
            precision=better.precision,
            width=better.image.size.width,
            height=better.image.size.height,
            seconds=round(time.perf_counter() - began, 3),
            notes=tuple(dict.fromkeys((*image.notes, *better.notes, *written))),
        )

    return enhance_file


@contextmanager
def _turn(lock: threading.Lock, progress: Progress) -> Iterator[None]:
    while not lock.acquire(timeout=0.1):
        if progress.stopped():
            raise Cancelled
    try:
        yield
    finally:
        lock.release()
