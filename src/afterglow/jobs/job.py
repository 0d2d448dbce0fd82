"""A job and what happens to it, as plain data that crosses threads and processes."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.enhance.recipe import Recipe


@dataclass(frozen=True)
class Job:
    """One recipe on one file. `source` and `target` are paths."""

    id: str
    source: str
    target: str
    recipe: Recipe
    overwrite: bool = False


@dataclass(frozen=True)
class Started:
    job: Job


@dataclass(frozen=True)
class Advanced:
    job: Job
    done: float  # 0 to 1


@dataclass(frozen=True)
class Finished:
    """The target was written, synced, renamed and read again."""

    job: Job
    model: str | None  # None when the picture was best left alone
    reason: str
    engine: str
    device: str
    precision: str
    width: int
    height: int
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """Done before: the ledger knows this picture with this recipe, and the target is still there."""

    job: Job


@dataclass(frozen=True)
class Stopped:
    job: Job


@dataclass(frozen=True)
class Failed:
    job: Job
    message: str
    hint: str


Event = Started | Advanced | Finished | Skipped | Stopped | Failed
