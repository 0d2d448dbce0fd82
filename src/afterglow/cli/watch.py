"""Watching folders: every picture put into them is enhanced as soon as it is complete."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from afterglow.cli.batch import not_worked_on, workshop_for
from afterglow.cli.interrupt import stop_on_signals
from afterglow.cli.place import place_of
from afterglow.cli.report import report_for
from afterglow.cli.tally import Tally
from afterglow.enhance.recipe import Recipe
from afterglow.errors import WrongOption
from afterglow.image.formats import READABLE_SUFFIXES
from afterglow.jobs.engines.local import WORKERS, run_all
from afterglow.jobs.gather import gather
from afterglow.jobs.job import Event, Job
from afterglow.jobs.targets import jobs_for

PAUSE = 1.0  # seconds between two looks; a file that has not changed from one to the next is complete

Sight = tuple[int, int, int]
"""Which file it is, its bytes and its time of last change."""


def run_watch(arguments: argparse.Namespace, recipe: Recipe) -> int:
    """Enhance what is in the folders and what comes into them, until stopped; then the exit code."""
    folders = [Path(path) for path in arguments.paths]
    for folder in folders:
        if not folder.is_dir():
            raise WrongOption(f"{folder} is not a folder that can be watched", "Name folders with --watch.")
    place = place_of(arguments.output, folders, recipe)
    report = report_for(None, json=arguments.json, quiet=arguments.quiet, verbose=arguments.verbose)
    tally = Tally()

    def emit(event: Event) -> None:
        tally.count(event)
        report(event)

    def look() -> tuple[list[Job], list[Event]]:
        """The jobs there are now, and what to tell of files that cannot be one."""
        found = gather(folders, READABLE_SUFFIXES, leave_out=place.folder)
        jobs, clashes = jobs_for(found.pictures, place, recipe, arguments.overwrite)
        return jobs, list(not_worked_on(found, clashes, recipe))

    with stop_on_signals() as stop, workshop_for(arguments, ()) as (work, ledger):
        if not (arguments.quiet or arguments.json):
            print(f"Watching {', '.join(map(str, folders))}. Ctrl-C ends it.", file=sys.stderr, flush=True)
        told: set[Event] = set()
        seen: dict[str, Sight] = {}
        handled: dict[str, Sight] = {}
        while not stop.is_set():
            jobs, troubles = look()
            now = sights(job.source for job in jobs)
            complete = {path for path, sight in now.items() if seen.get(path) == sight != handled.get(path)}
            ready = [job for job in jobs if job.source in complete]
            run_all(ready, work, emit, stop.is_set, arguments.workers or WORKERS)
            for trouble in troubles:
                if trouble not in told:
                    emit(trouble)
            told.update(troubles)
            handled |= {path: now[path] for path in complete}
            seen = now
            stop.wait(PAUSE)
        code = tally.code(stopped=True)
        report.end(tally, code, (ledger.note,) if ledger.note else ())
    return code


def sights(paths: Iterable[str]) -> dict[str, Sight]:
    """How each file looks now; those that vanished are left out."""
    looks = {}
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            continue
        looks[path] = (status.st_ino, status.st_size, status.st_mtime_ns)
    return looks
