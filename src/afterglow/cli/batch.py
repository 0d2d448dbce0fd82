"""Enhancing many files: found, worked on side by side, told about, summed up."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from afterglow.cli.interrupt import stop_on_signals
from afterglow.cli.place import place_of
from afterglow.cli.report import report_for
from afterglow.cli.tally import Tally
from afterglow.enhance.recipe import Recipe
from afterglow.image.formats import READABLE_SUFFIXES
from afterglow.jobs.engines.local import WORKERS, run_all
from afterglow.jobs.gather import Gathered, Refused, gather
from afterglow.jobs.job import Event, Failed, Job, Skipped
from afterglow.jobs.ledger import Ledger
from afterglow.jobs.remember import Again
from afterglow.jobs.run import Work
from afterglow.jobs.targets import jobs_for
from afterglow.jobs.workshop import workshop


def run_batch(arguments: argparse.Namespace, recipe: Recipe) -> int:
    """Enhance what the arguments name, once, and return the exit code."""
    named = [Path(path) for path in arguments.paths]
    place = place_of(arguments.output, named, recipe)
    found = gather(named, READABLE_SUFFIXES, leave_out=place.folder)
    jobs, clashes = jobs_for(found.pictures, place, recipe, arguments.overwrite)
    report = report_for(len(jobs), json=arguments.json, quiet=arguments.quiet, verbose=arguments.verbose)
    tally = Tally()

    def emit(event: Event) -> None:
        tally.count(event)
        report(event)

    nothing = not (jobs or clashes or found.results or found.refused)
    with stop_on_signals() as stop, workshop_for(arguments, jobs) as (work, ledger):
        for event in not_worked_on(found, clashes, recipe):
            emit(event)
        try:
            run_all(jobs, work, emit, stop.is_set, arguments.workers or WORKERS)
        finally:
            notes = ("No pictures were found there." if nothing else "", ledger.note)
            code = tally.code(stop.is_set(), found=not nothing)
            report.end(tally, code, tuple(filter(None, notes)))
    return code


def workshop_for(
    arguments: argparse.Namespace, jobs: Sequence[Job]
) -> AbstractContextManager[tuple[Work, Ledger]]:
    """The workshop that the arguments describe."""
    again = Again(force=arguments.force, failed=arguments.retry_failed)
    targets = [job.target for job in jobs]
    return workshop(targets, again, only_one=len(jobs) == 1, dry_run=arguments.dry_run)


def not_worked_on(found: Gathered, clashes: Iterable[Refused], recipe: Recipe) -> Iterator[Event]:
    """What to tell of files that were named but get no job."""
    for path in found.results:
        reason = "Its name says that it is a result already; rename it to enhance it again"
        yield Skipped(Job("", str(path), "", recipe), reason)
    for refused in (*found.refused, *clashes):
        yield Failed(Job("", str(refused.path), "", recipe), refused.message, refused.hint, refused.kind)
