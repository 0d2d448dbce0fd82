"""What many jobs work with: models ready to load, the ledger open, the leftovers of killed runs swept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from afterglow.jobs.batch_sessions import BatchSessions
from afterglow.jobs.enhance_file import enhance_files
from afterglow.jobs.folders import state_folder
from afterglow.jobs.ledger import Ledger, open_ledger
from afterglow.jobs.leftovers import run_under_way
from afterglow.jobs.plan_file import plan_file
from afterglow.jobs.remember import Again, recalled, remembered, weights_of
from afterglow.jobs.run import Work
from afterglow.models.sessions import Sessions
from afterglow.models.store import list_models

ONCE = Again()


@contextmanager
def workshop(
    targets: Iterable[str], again: Again = ONCE, *, only_one: bool = False, dry_run: bool = False
) -> Iterator[tuple[Work, Ledger]]:
    """Work for an engine, and the ledger that it writes in. `only_one` picture is worth its own choice of engine."""
    state = state_folder()
    with (
        run_under_way(state, targets),
        closing(open_ledger(state)) as ledger,
        Sessions() if only_one else BatchSessions() as sessions,
    ):
        weights = weights_of(list_models())
        if dry_run:
            yield recalled(plan_file, ledger, weights, again), ledger
        else:
            yield remembered(enhance_files(sessions), ledger, weights, again), ledger
