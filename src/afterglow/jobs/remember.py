"""Doing nothing twice: work that looks into the ledger first and writes there what became of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from afterglow.errors import AfterglowError, TooLarge, UnreadableFile, UnsupportedPicture
from afterglow.jobs.job import Finished, Job, Planned, Skipped
from afterglow.jobs.ledger import Entry, Key, Ledger
from afterglow.jobs.run import Work
from afterglow.models.card import ModelCard
from afterglow.progress import Progress

# Only what is wrong with the picture itself comes back with the same bytes; a disk may have room tomorrow.
PICTURE_FAULTS = {kind.__name__: kind for kind in (UnreadableFile, UnsupportedPicture, TooLarge)}


Weights = Callable[[str], str]
"""The hashes of the models that `Finished.model` names, so that new weights under an old name are noticed."""


@dataclass(frozen=True)
class Again:
    """What to do although the ledger knows it: everything (`force`), or what failed before (`failed`)."""

    force: bool = False
    failed: bool = False


def remembered(work: Work, ledger: Ledger, weights: Weights, again: Again = Again()) -> Work:
    """`work` that leaves out what the ledger knows, and writes there what became of the rest."""

    def once(job: Job, progress: Progress) -> Finished | Planned | Skipped:
        key = _key(job)
        before = _known(ledger.find(key), weights)
        ours = before is not None and _is_ours(before, job.target)
        if before and _nothing_to_do(before, ours, again):
            return Skipped(job, DONE)
        if ours or not os.path.lexists(job.target):
            # Killed after the target appeared but before that was remembered, a run must know its own result.
            ledger.put(key, Entry("started"))
        try:
            end = work(replace(job, overwrite=job.overwrite or ours), progress)
        except BaseException as error:
            _put_back(ledger, key, before, error)
            raise
        if isinstance(end, Finished):
            ledger.put(key, _done(job.target, end.model or "", weights))
        return replace(end, job=job)

    return once


def recalled(work: Work, ledger: Ledger, weights: Weights, again: Again = Again()) -> Work:
    """`work` that leaves out what the ledger knows, but writes nothing there."""

    def once(job: Job, progress: Progress) -> Finished | Planned | Skipped:
        before = _known(ledger.find(_key(job)), weights)
        ours = before is not None and _is_ours(before, job.target)
        if before and _nothing_to_do(before, ours, again):
            return Skipped(job, DONE)
        return replace(work(replace(job, overwrite=job.overwrite or ours), progress), job=job)

    return once


DONE = "It was done before, and the result is still there"


def weights_of(cards: Iterable[ModelCard]) -> Weights:
    """The identities of these models, asked by name as `Finished.model` joins them."""
    known = {card.name: card.sha256 for card in cards}
    return lambda model: " + ".join(known.get(name, "") for name in model.split(" + "))


def _key(job: Job) -> Key:
    return Key(_digest(job.source), job.fingerprint(), os.fsencode(os.path.abspath(job.target)))


def _known(entry: Entry | None, weights: Weights) -> Entry | None:
    changed = entry is not None and entry.state == "done" and weights(entry.model) != entry.weights
    return None if changed else entry


def _nothing_to_do(before: Entry, ours: bool, again: Again) -> bool:
    """Was it done before? Raises what it met before if it failed."""
    if before.state == "failed" and not (again.failed or again.force):
        hint = "It failed before and was not tried again; --retry-failed does."
        raise PICTURE_FAULTS.get(before.kind, AfterglowError)(before.message, hint)
    return before.state == "done" and ours and not again.force


def _put_back(ledger: Ledger, key: Key, before: Entry | None, error: BaseException) -> None:
    if isinstance(error, AfterglowError) and type(error).__name__ in PICTURE_FAULTS:
        kind = type(error).__name__
        ledger.put(key, Entry("failed", kind=kind, message=error.message, hint=error.hint))
    elif before and before.state != "failed":
        ledger.put(key, before)
    else:
        ledger.forget(key)


def _is_ours(before: Entry, target: str) -> bool:
    """Is the file at `target` the one this work made? Not if somebody has changed it since."""
    if before.state == "started":
        return True
    try:
        status = os.stat(target)
    except OSError:
        return False
    if before.state != "done" or status.st_size != before.size:
        return False
    return status.st_mtime_ns == before.changed or _digest(target) == before.result


def _done(target: str, model: str, weights: Weights) -> Entry:
    status = os.stat(target)
    return Entry("done", _digest(target), status.st_size, status.st_mtime_ns, model, weights(model))


def _digest(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
