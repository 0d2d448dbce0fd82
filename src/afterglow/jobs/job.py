"""A job and what happens to it, as plain data that crosses threads and processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from afterglow.enhance.recipe import Recipe
from afterglow.video.options import VideoOptions


@dataclass(frozen=True)
class Job:
    """One recipe on one file. `source` and `target` are paths; what is asked of a clip besides is in `video`."""

    id: str
    source: str
    target: str
    recipe: Recipe
    overwrite: bool = False
    video: VideoOptions | None = None

    def fingerprint(self) -> str:
        """A short hash of all that is asked, which two jobs share only if they ask for the same file."""
        asked = self.recipe.fingerprint()
        return f"{asked}-{self.video.fingerprint()}" if self.video else asked


def job_from(table: dict[str, Any]) -> Job:
    """A job that `dataclasses.asdict` had made plain."""
    recipe = Recipe(**table["recipe"])
    video = table.get("video")
    return Job(**{**table, "recipe": recipe, "video": VideoOptions(**video) if video else None})


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
class Planned:
    """What would be done, and how long it might take where that is known."""

    job: Job
    model: str | None
    reason: str
    width: int
    height: int
    seconds: float | None = None


@dataclass(frozen=True)
class Skipped:
    """Nothing was done because nothing had to be: `reason` is one sentence."""

    job: Job
    reason: str


@dataclass(frozen=True)
class Stopped:
    job: Job


@dataclass(frozen=True)
class Failed:
    """`kind` names the error's class; `trace` is for the person who mends it."""

    job: Job
    message: str
    hint: str
    kind: str = "AfterglowError"
    trace: str = ""


End = Finished | Planned | Skipped | Stopped | Failed
"""What a job's last event is."""

Event = Started | Advanced | End
