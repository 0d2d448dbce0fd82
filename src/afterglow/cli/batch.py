"""Enhancing many files: found, worked on side by side, told about, summed up."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from afterglow.jobs.folders import state_folder
from afterglow.cli.interrupt import stop_on_signals
from afterglow.cli.place import place_of
from afterglow.cli.report import report_for
from afterglow.cli.tally import Tally
from afterglow.enhance.recipe import Recipe
from afterglow.image.formats import READABLE_SUFFIXES
from afterglow.jobs.batch_sessions import BatchSessions
from afterglow.jobs.engines.local import WORKERS, run_all
from afterglow.jobs.enhance_file import enhance_files
from afterglow.jobs.gather import Gathered, Refused, gather
from afterglow.jobs.job import Event, Failed, Job, Skipped
from afterglow.jobs.ledger import Ledger, open_ledger
from afterglow.jobs.leftovers import run_under_way
from afterglow.jobs.plan_file import plan_file
from afterglow.jobs.remember import Again, recalled, remembered, weights_of
from afterglow.jobs.run import Work
from afterglow.jobs.targets import jobs_for
from afterglow.models.sessions import Sessions
from afterglow.models.store import list_models


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

    nothing = not (jobs or found.results or found.refused)
    with stop_on_signals() as stop, workshop(arguments, jobs) as (work, ledger):
        for event in not_worked_on(found, clashes, recipe):
            emit(event)
        try:
            run_all(jobs, work, emit, stop.is_set, arguments.workers or WORKERS)
        finally:
            notes = ("No pictures were found there." if nothing else "", ledger.note)
            code = tally.code(stop.is_set(), found=not nothing)
            report.end(tally, code, tuple(filter(None, notes)))
    return code


@contextmanager
def workshop(arguments: argparse.Namespace, jobs: Sequence[Job]) -> Iterator[tuple[Work, Ledger]]:
    """What a run works with: models ready to load, the ledger open, the leftovers of killed runs swept."""
    state = state_folder()
    again = Again(force=arguments.force, failed=arguments.retry_failed)
    with (
        run_under_way(state, (job.target for job in jobs)),
        closing(open_ledger(state)) as ledger,
        Sessions() if len(jobs) == 1 else BatchSessions() as sessions,
    ):
        weights = weights_of(list_models())
        if arguments.dry_run:
            yield recalled(plan_file, ledger, weights, again), ledger
        else:
            yield remembered(enhance_files(sessions), ledger, weights, again), ledger


def not_worked_on(found: Gathered, clashes: Iterable[Refused], recipe: Recipe) -> Iterator[Event]:
    """What to tell of files that were named but get no job."""
    for path in found.results:
        reason = "Its name says that it is a result already; rename it to enhance it again"
        yield Skipped(Job("", str(path), "", recipe), reason)
    for refused in (*found.refused, *clashes):
        yield Failed(Job("", str(refused.path), "", recipe), refused.message, refused.hint, refused.kind)
