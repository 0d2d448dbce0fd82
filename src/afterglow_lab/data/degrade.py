"""Copies of good pictures at many levels of damage, each listed in a manifest with what was done to it."""

import dataclasses
import hashlib
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from afterglow.errors import AfterglowError, WouldOverwrite, WrongOption
from afterglow.image import from_unit, to_unit
from afterglow.jobs.leftovers import sweep
from afterglow.metrics.psnr import psnr
from afterglow.metrics.ssim import ssim
from afterglow.toml import from_table
from afterglow_lab.bounds import check_bounds
from afterglow_lab.data import pictures
from afterglow_lab.data.contact_sheet import contact_sheet
from afterglow_lab.data.crew import Crew
from afterglow_lab.data.folders import pictures_in
from afterglow_lab.data.manifest import Manifest, Row
from afterglow_lab.data.naming import UNTOUCHED, bases, level_name, pair_name
from afterglow_lab.data.pipeline import Pipeline
from afterglow_lab.data.room import check_room, workers_in
from afterglow_lab.degradations import Damage
from afterglow_lab.degradations.levels import MODES, level, levels_of
from afterglow_lab.degradations.night import NightCamera

CUSTOM = "custom"
NIGHT = "night"
PAIR = (50, UNTOUCHED)

CopyAt = Callable[[int], tuple[np.ndarray, list[Damage]]]


@dataclass(frozen=True)
class Plan:
    """What is done to every picture; `fit` is a size to make it fit, `pipeline` what mode custom does.

    `controls` are those of the mode that are not as usual.
    """

    mode: str
    seed: int = 1
    qualities: tuple[int, ...] = tuple(range(10, 101, 10))
    format: str = "png"
    stored_quality: int | None = None
    fit: tuple[int, int] | None = None
    pipeline: Pipeline | None = None
    controls: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.mode not in (*MODES, CUSTOM, NIGHT):
            raise WrongOption(
                f"There is no mode {self.mode!r}", hint=f"Known: {', '.join([*MODES, CUSTOM])}."
            )
        if (self.mode == CUSTOM) != (self.pipeline is not None):
            raise WrongOption("The mode custom and a pipeline go together", hint="Give both, or neither.")
        if self.mode == NIGHT:
            night_camera(self.controls)
        elif self.mode in MODES:
            levels_of(self.mode, self.controls)
        elif self.controls:
            raise WrongOption("A pipeline has its controls in its file", hint="Leave out --set.")
        check_bounds(self, "the set", seed=(0, 2**32), stored_quality=(1, 100))
        if not self.qualities or not all(1 <= quality <= UNTOUCHED for quality in self.qualities):
            raise WrongOption(
                "The qualities do not make sense", hint="Give 1 ≤ min ≤ max ≤ 100 and a step of 1 or more."
            )

    def fingerprint(self) -> str:
        """The same for plans that would make the same files; which qualities are made does not matter."""
        asked = {key: value for key, value in dataclasses.asdict(self).items() if key != "qualities"}
        if not self.controls:
            del asked["controls"]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Target:
    """One copy to make. What is there under its name may be replaced if it is `ours`."""

    quality: int
    path: Path
    file: str
    ours: bool


@dataclass(frozen=True)
class Task:
    """One picture and the copies of it that are still wanted, to be made in so many bytes of `memory`."""

    source: Path
    place: str
    targets: tuple[Target, ...]
    plan: Plan
    preview: Path | None = None
    memory: int | None = None


@dataclass(frozen=True)
class Done:
    """A picture's rows, and the sentence that says why there are no more."""

    place: str
    rows: tuple[Row, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    rows: tuple[Row, ...]
    made: int
    kept: int
    problems: tuple[str, ...]
    stopped: bool


def qualities(low: int, high: int, step: int) -> tuple[int, ...]:
    """From `low` to `high`, both included where the step meets them."""
    if step < 1 or low > high:
        raise WrongOption("The qualities do not make sense", hint="Give min ≤ max and a step of 1 or more.")
    return tuple(range(low, high + 1, step))


def degrade(
    source: Path,
    out: Path,
    plan: Plan,
    *,
    workers: int = 1,
    memory: int | None = None,
    previews: int = 0,
    skip_existing: bool = False,
    overwrite: bool = False,
    report: Callable[[Done, float], None] = lambda done, share: None,
) -> Outcome:
    """Make what the manifest in `out` does not list yet; whatever it lists is kept.

    All workers together keep to `memory` bytes, if it is given.
    """
    if out.resolve() == source.resolve():
        raise WrongOption(
            "The copies would lie among their originals", hint="Choose another folder for them."
        )
    pictures_in(source, leave_out=out)  # before the first file is made, if there is nothing to do
    with Manifest(out, fresh=overwrite) as manifest:
        manifest.refuse_other(plan.fingerprint())
        wanted = list(tasks(source, out, plan, manifest.rows, previews, skip_existing, overwrite))
        work = [dataclasses.replace(task, memory=memory) for task in wanted if task.targets]
        places = {target.file for task in work for target in task.targets}
        sweep({str(target.path.parent) for task in work for target in task.targets}, before=time.time())
        kept = sum(1 for file in manifest.rows if file not in places)
        made, problems, stopped = 0, [], False
        with Crew(workers_in(memory, (task.source for task in work), workers)) as crew:
            try:
                for number, done in enumerate(crew.work(make, work), 1):
                    for row in done.rows:
                        manifest.add(row)
                    made += len(done.rows)
                    if done.problem:
                        problems.append(done.problem)
                    report(done, number / len(work))
            except KeyboardInterrupt:
                stopped = True
        return Outcome(tuple(manifest.rows.values()), made, kept, tuple(problems), stopped)


def tasks(
    source: Path,
    out: Path,
    plan: Plan,
    listed: dict[str, Row],
    previews: int,
    skip_existing: bool,
    overwrite: bool,
) -> Iterator[Task]:
    """The work that is left, picture by picture."""
    found = pictures_in(source, leave_out=out)
    suffix = pictures.SUFFIXES[plan.format]
    for number, (picture, base) in enumerate(zip(found, bases([p.relative for p in found]), strict=True)):
        targets = []
        for quality in plan.qualities:
            file = _file(base, plan.mode, quality, suffix)
            if _is_kept(out / file, listed.get(file), skip_existing):
                continue
            targets.append(Target(quality, out / file, file, ours=overwrite or file in listed))
        preview = out / "previews" / f"{base}.jpg" if number < previews else None
        yield Task(picture.path, picture.relative.as_posix(), tuple(targets), plan, preview)


def _file(base: str, mode: str, quality: int, suffix: str) -> str:
    if mode == NIGHT:
        return pair_name(base, suffix, damaged=quality != UNTOUCHED)
    return level_name(base, mode, quality, suffix)


def make(task: Task) -> Done:
    """One picture's copies on the disk."""
    rows: list[Row] = []
    try:
        check_room(task.source, task.memory)
        loaded = pictures.load(task.source)
        clean = pictures.fitted(loaded.pixels, *task.plan.fit) if task.plan.fit else loaded.pixels
        reference, copy_at = prepared(to_unit(clean), task.plan, loaded.sha256)
        seen = []
        for target in task.targets:
            made, chain = copy_at(target.quality)
            stored = pictures.encoded(_rounded(made), task.plan.format, task.plan.stored_quality)
            _store(stored, target)
            # Measured on what is on the disk: a lossy format takes its share too.
            copy = pictures.load(target.path)
            about = {"file": target.file, "source": task.place, "source_sha256": loaded.sha256}
            about["sha256"] = copy.sha256
            rows.append(about | _told(copy.pixels, reference, task.plan, target.quality, chain, len(stored)))
            seen.append(copy.pixels)
        if task.preview is not None:
            pictures.put(pictures.encoded(contact_sheet(seen), "jpg"), task.preview)
    except AfterglowError as error:
        return Done(task.place, tuple(rows), str(error).replace(task.source.name, task.place, 1))
    except MemoryError:
        return Done(task.place, tuple(rows), f"{task.place}: it does not fit into memory. Give --resize.")
    return Done(task.place, tuple(rows))


def damaged(clean: np.ndarray, plan: Plan, sha256: str, quality: int) -> tuple[np.ndarray, list[Damage]]:
    """A picture (float32, 0 to 1) after the plan's damage, and what that damage was.

    What is drawn depends on the seed, the picture's content and the quality alone: not on its name, nor on
    which pictures came before it.
    """
    if quality == UNTOUCHED:
        return clean, []
    rng = np.random.default_rng((plan.seed, int(sha256[:16], 16), quality))
    chain = (
        plan.pipeline.at(quality, rng) if plan.pipeline else [level(plan.mode, quality, rng, plan.controls)]
    )
    for damage in chain:
        clean = damage(clean, rng)
    return clean, chain


def prepared(clean: np.ndarray, plan: Plan, sha256: str) -> tuple[np.ndarray, CopyAt]:
    """What copies are measured against, and how to make one."""
    if plan.mode != NIGHT:
        return clean, lambda quality: damaged(clean, plan, sha256, quality)
    camera = night_camera(plan.controls)
    taken, target = camera.pair(clean, np.random.default_rng((plan.seed, int(sha256[:16], 16))))
    reference = to_unit(_rounded(target))
    return reference, lambda quality: (reference, []) if quality == UNTOUCHED else (taken, [camera])


def night_camera(controls: dict[str, Any]) -> NightCamera:
    """The camera of mode night, with some of its controls set."""
    return from_table(controls, NightCamera, where="the mode night")


def described(damage: Damage) -> dict[str, Any]:
    """A damage's kind and parameters, as plain data."""
    told: dict[str, Any] = {"kind": type(damage).__name__}
    if dataclasses.is_dataclass(damage) and not isinstance(damage, type):
        told |= json.loads(json.dumps(dataclasses.asdict(damage), default=repr))
    return told


def _told(
    pixels: np.ndarray, reference: np.ndarray, plan: Plan, quality: int, chain: list[Damage], weight: int
) -> Row:
    ratio = psnr(to_unit(pixels), reference)
    return {
        "mode": plan.mode,
        "quality": quality,
        "seed": plan.seed,
        "plan": plan.fingerprint(),
        "parameters": [described(damage) for damage in chain],
        "width": pixels.shape[1],
        "height": pixels.shape[0],
        "bytes": weight,
        "psnr": round(ratio, 4) if math.isfinite(ratio) else None,
        "ssim": round(ssim(to_unit(pixels), reference), 6),
    }


def _rounded(unit: np.ndarray) -> np.ndarray:
    return from_unit(unit, np.dtype(np.uint8))


def _store(stored: bytes, target: Target) -> None:
    if target.path.exists() and not target.ours and target.path.read_bytes() != stored:
        # The same bytes would be our own, from a run that was killed before it could list them.
        raise WouldOverwrite(
            f"{target.path.name} is already there and not in the manifest",
            hint="Move it away, or give --skip-existing or --overwrite.",
        )
    pictures.put(stored, target.path)


def _is_kept(target: Path, row: Row | None, skip_existing: bool) -> bool:
    if not target.is_file():
        return False
    return skip_existing or (row is not None and target.stat().st_size == row["bytes"])
