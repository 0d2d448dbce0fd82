"""The folder in which a result grows, beside the place it will have: whatever happens, what is in it stays whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterglow import __version__
from afterglow.errors import AfterglowError, CannotWrite
from afterglow.image.landing import sync_folder, told_of
from afterglow.lock import hold_alone
from afterglow.progress import SILENT, Progress
from afterglow.toml import from_table
from afterglow.video.alive import Sign, unheard
from afterglow.video.clip import Faults
from afterglow.video.packets import Coded, checksum_of, depth_of, put

if TYPE_CHECKING:
    from afterglow.video.planning import ClipPlan

PLAN, LEDGER, PART = "plan.json", "segments.jsonl", "result.part"
MADE = "made"  # there once the part is whole and only has to get its name
LOCK = "lock"


@dataclass(frozen=True)
class Seen:
    """A picture of the clip that went into a segment, by its place and its time."""

    number: int
    pts: int


@dataclass(frozen=True)
class End:
    """How a segment ended: the last pictures that went in, a checksum of the very last, and what was wrong so far."""

    seen: tuple[Seen, ...]
    shown: int
    faults: Faults


@dataclass(frozen=True)
class Segment:
    """One that is finished and on the disk; `last` is the time of its last picture in the result, `until` its end."""

    name: str
    size: int
    checksum: int
    frames: int
    depth: int
    last: int
    until: int
    end: End


class WorkFolder:
    """Open it with `work_folder`. `plan` is what was decided when the work began; empty when it is new."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.done = False
        self.plan: dict[str, Any] = {}
        self.segments: list[Segment] = []

    @property
    def part(self) -> Path:
        return self.path / PART

    @property
    def frames(self) -> int:
        return sum(segment.frames for segment in self.segments)

    def begin(self, plan: dict[str, Any]) -> None:
        """Forget whatever was here, and begin work that is told by `plan`."""
        for entry in self.path.iterdir():
            if entry.name != LOCK:
                entry.unlink()
        self.plan, self.segments = plan, []
        _write(self.path / PLAN, json.dumps(plan).encode())

    def add(self, coded: list[Coded], end: End) -> None:
        """Keep a finished segment, surviving a power cut from here on."""
        path = self.path / f"{len(self.segments) + 1:06}.packets"
        with path.open("wb") as file:
            for one in coded:
                put(one, file)
            file.flush()
            os.fsync(file.fileno())
        order = [one.pts for one in coded]
        segment = Segment(
            path.name,
            path.stat().st_size,
            checksum_of(path),
            len(coded),
            depth_of(order),
            max(order),
            max(one.pts + one.duration for one in coded),
            end,
        )
        with (self.path / LEDGER).open("ab") as ledger:
            ledger.write(json.dumps(asdict(segment)).encode() + b"\n")
            ledger.flush()
            os.fsync(ledger.fileno())
        sync_folder(self.path)
        self.segments.append(segment)

    def recall(self, alive: Sign = unheard) -> None:
        """Read what an earlier run left, as far as it is whole; the rest is forgotten. It may be many gigabytes."""
        with contextlib.suppress(OSError, ValueError):
            self.plan = json.loads((self.path / PLAN).read_bytes())
        whole = 0
        with contextlib.suppress(OSError):
            for line in (self.path / LEDGER).read_bytes().splitlines(keepends=True):
                segment = _segment(line)
                if segment is None or not _is_whole(self.path / segment.name, segment, alive):
                    break
                self.segments.append(segment)
                whole += len(line)
            os.truncate(self.path / LEDGER, whole)

    def begin_part(self) -> Path:
        """Where the result is to be put together; what an earlier run put together is gone."""
        for name in (MADE, PART):
            (self.path / name).unlink(missing_ok=True)
        return self.part

    def end_part(self) -> None:
        """The part is whole. Once it has got its name, whoever finds this folder may delete it."""
        _write(self.path / MADE, b"")

    def remove(self) -> None:
        """The result has got its name, and the work is done."""
        _empty(self.path)
        self.done = True


SAMPLES, SAMPLE = 32, 1 << 20


def fingerprint_of(source: Path, planned: ClipPlan, progress: Progress = SILENT) -> str:
    """What two runs share only if they make the same pictures of the same clip, with the same models and libraries.

    Of the clip its length counts and a megabyte here and there: hashing a hundred gigabytes would take minutes.
    """
    import av

    parts = [
        __version__,
        av.library_versions,
        planned.recipe.fingerprint(),
        planned.options.fingerprint(),
        planned.container.name,
        asdict(planned.shape.coding),
        [card.sha256 for card in planned.steps.cards],
        [*planned.size, planned.steps.strength, planned.steps.passes],
    ]
    digest = hashlib.sha256(json.dumps(parts, default=str).encode())
    with source.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        digest.update(str(length).encode())
        for place in sorted({length * sample // SAMPLES for sample in range(SAMPLES)}):
            progress(0)
            file.seek(place)
            digest.update(file.read(SAMPLE))
        file.seek(max(length - SAMPLE, 0))
        digest.update(file.read(SAMPLE))
    return digest.hexdigest()[:32]


@contextlib.contextmanager
def work_folder(target: Path, alive: Sign = unheard) -> Iterator[WorkFolder]:
    """The folder for a target, made if it is not there, and held against other runs."""
    path = folder_for(target)
    with told_of(target):
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True)
        lock = (path / LOCK).open("w")
    with lock:
        if not hold_alone(lock):
            raise CannotWrite(f"Another run is making {target.name}", "Wait for it, or choose another name.")
        folder = WorkFolder(path)
        folder.recall(alive)
        yield folder
    if folder.done:
        _drop(path)


def folder_for(target: Path) -> Path:
    """Hidden, and told by the result's own name as long as that is short enough."""
    name = target.name
    if len(os.fsencode(name)) > 240:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
    return target.with_name(HIDDEN[0] + name + HIDDEN[1])


HIDDEN = (".", ".afterglow")
"""How the names of these folders begin and end."""


def clear_away(path: Path) -> bool:
    """Delete a folder whose run was killed after the result had got its name; whether it was such a one."""
    with contextlib.suppress(OSError):
        if not _is_left_over(path):
            return False
        with (path / LOCK).open("a") as lock:
            if not hold_alone(lock):
                return False
            _empty(path)
        _drop(path)
        return True
    return False


def _is_left_over(path: Path) -> bool:
    """Was the part made, and is it gone, or has it a second name?"""
    part = path / PART
    return (path / MADE).exists() and (not part.exists() or part.stat().st_nlink > 1)


def _empty(path: Path) -> None:
    """Delete all but what says that the rest may be deleted, too."""
    for entry in path.iterdir():
        if entry.name not in (MADE, LOCK):
            with contextlib.suppress(OSError):
                entry.unlink()


def _drop(path: Path) -> None:
    """Delete an empty folder; its lock, which Windows lets nobody delete before it is closed, goes with it."""
    with contextlib.suppress(OSError):
        for name in (LOCK, MADE):
            (path / name).unlink(missing_ok=True)
        path.rmdir()


def _segment(line: bytes) -> Segment | None:
    try:
        return from_table(json.loads(line), Segment, LEDGER) if line.endswith(b"\n") else None
    except (ValueError, AfterglowError):
        return None


def _is_whole(path: Path, segment: Segment, alive: Sign) -> bool:
    try:
        return path.stat().st_size == segment.size and checksum_of(path, alive) == segment.checksum
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync_folder(path.parent)
