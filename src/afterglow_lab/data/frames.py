"""Pictures out of videos: every so-manieth frame that is neither blank, nor blurred, nor seen before."""

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Any

import numpy as np

from afterglow.errors import AfterglowError, UnreadableFile, WrongOption
from afterglow.progress import SILENT, Progress
from afterglow.video.clip import Stretch
from afterglow.video.opening import SUFFIXES
from afterglow.video.painting import in_depth
from afterglow.video.reader import Reader
from afterglow_lab.bounds import check_bounds
from afterglow_lab.data import pictures
from afterglow_lab.data.likeness import Album, impression
from afterglow_lab.data.manifest import Manifest
from afterglow_lab.data.naming import frame_name
from afterglow_lab.data.worth import is_blank, sharpness


@dataclass(frozen=True)
class Plan:
    """Which frames are kept. `similarity` is how alike two may be; `most` is per video, 0 for no end."""

    every: int = 72
    most: int = 0
    format: str = "png"
    stored_quality: int | None = None
    min_sharpness: float = 15.0
    similarity: float = 0.85
    fit: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        check_bounds(self, "the frames", stored_quality=(1, 100))
        if self.every < 1 or self.most < 0 or not 0 < self.similarity <= 1:
            raise WrongOption(
                "The options do not make sense", hint="Give every ≥ 1, max ≥ 0 and a similarity from 0 to 1."
            )

    def fingerprint(self) -> str:
        return hashlib.sha256(json.dumps(dataclasses.asdict(self), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Outcome:
    """How many frames were kept, and why others were not: counts of `blank`, `blurred` and `alike`."""

    video: str
    kept: int
    refused: dict[str, int]
    problem: str = ""

    def __str__(self) -> str:
        reasons = "".join(f", {count} {reason}" for reason, count in self.refused.items())
        return self.problem or f"{self.video}: {self.kept} kept{reasons}"


@dataclass(frozen=True)
class Frame:
    """One frame, upright, H×W×3 uint8 RGB; `number` is its place if the video ran at its even rate."""

    number: int
    seconds: float
    pixels: np.ndarray


def extract(
    videos: Sequence[Path],
    out: Path,
    plan: Plan,
    overwrite: bool = False,
    report: Callable[[Outcome], None] = lambda outcome: None,
    workers: int = 1,
) -> list[Outcome]:
    """The frames of all videos, so many at a time; those that the manifest knows to be finished are not read again."""
    found = videos_in(videos)
    if not found:
        raise UnreadableFile(
            "There are no videos", hint=f"Name files that end in {', '.join(sorted(SUFFIXES))}."
        )
    with Manifest(out, fresh=overwrite) as manifest, ThreadPoolExecutor(workers) as pool:
        manifest.refuse_other(plan.fingerprint())
        collection = Collection(out, plan, manifest, _album(manifest, out))
        outcomes = []
        try:
            for outcome in pool.map(collection.take, found, _names(found)):
                outcomes.append(outcome)
                report(outcome)
        finally:
            collection.stopped.set()
            pool.shutdown(cancel_futures=True)
        return outcomes


@dataclass(frozen=True)
class Collection:
    """The pictures so far, which several videos add to at once; each is decoded by a process of its own."""

    out: Path
    plan: Plan
    manifest: Manifest
    album: Album
    adding: Lock = field(default_factory=Lock)
    stopped: Event = field(default_factory=Event)

    def take(self, video: Path, name: str) -> Outcome:
        """What is worth keeping of one video."""
        with self.adding:
            listed = [row for row in self.manifest.rows.values() if row["source"] == name]
        ended = next((row for row in listed if row["kind"] == "video"), None)
        if ended is not None:
            return Outcome(name, ended["kept"], ended["refused"])
        past = max((row["number"] for row in listed), default=-1)
        kept, refused = len(listed), Counter[str]()
        try:
            for frame in frames_of(video, self.plan.every, Progress(stopped=self.stopped.is_set)):
                if self.plan.most and kept >= self.plan.most:
                    break
                if frame.number <= past:
                    continue
                reason = self._keep(frame, name)
                kept += not reason
                refused[reason] += bool(reason)
        except AfterglowError as error:
            return Outcome(name, kept, dict(+refused), f"{name}: {error}")
        self._list(video.name, "video", name, kept=kept, refused=dict(+refused))
        return Outcome(name, kept, dict(+refused))

    def _keep(self, frame: Frame, video: str) -> str:
        """Keep a frame, or say in a word why not."""
        if is_blank(frame.pixels):
            return "blank"
        sharp = sharpness(frame.pixels)
        if sharp < self.plan.min_sharpness:
            return "blurred"
        pixels = pictures.fitted(frame.pixels, *self.plan.fit) if self.plan.fit else frame.pixels
        file = frame_name(frame.number, video, pictures.SUFFIXES[self.plan.format])
        seen = impression(pixels)
        with self.adding:
            if self.album.again(seen, self.plan.similarity):
                return "alike"
            self.album.add(file, seen)
        stored = pictures.encoded(pixels, self.plan.format, self.plan.stored_quality)
        pictures.put(stored, self.out / file)
        self._list(
            file,
            "frame",
            video,
            number=frame.number,
            seconds=round(frame.seconds, 6),
            sharpness=round(sharp, 2),
            width=pixels.shape[1],
            height=pixels.shape[0],
            bytes=len(stored),
            sha256=pictures.sha256(stored),
        )
        return ""

    def _list(self, file: str, kind: str, source: str, **more: Any) -> None:
        row = {"file": file, "kind": kind, "source": source, "plan": self.plan.fingerprint()}
        with self.adding:
            self.manifest.add(row | more)


def frames_of(path: Path, every: int, progress: Progress = SILENT) -> Iterator[Frame]:
    """Every so-manieth frame, from the first."""
    with Reader(path, progress) as reader:
        rate, tick, last = reader.clip.fps, reader.clip.tick, -1
        for frame in reader.frames(Stretch(every=every), progress):
            # By its time, so that cutting the video's start off does not rename frames of an uneven rate.
            last = max(round(frame.pts * tick * rate), last + 1)
            yield Frame(last, float(frame.pts * tick), in_depth(frame.pixels, deep=False))


def videos_in(named: Sequence[Path]) -> list[Path]:
    """The named videos, and those in named folders and below."""
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            found += sorted(child for child in path.rglob("*") if child.suffix.lower() in SUFFIXES)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _album(manifest: Manifest, out: Path) -> Album:
    album = Album()
    for row in manifest.rows.values():
        if row["kind"] == "frame" and (out / row["file"]).is_file():
            album.add(row["file"], impression(pictures.load(out / row["file"]).pixels))
    return album


def _names(videos: Sequence[Path]) -> list[str]:
    """Each video's name without suffix; of two that share it, the second gets its folder's name too."""
    taken: set[str] = set()
    names = []
    for video in videos:
        name = video.stem if video.stem not in taken else f"{video.parent.name}-{video.stem}"
        while name in taken:
            name += "-2"
        taken.add(name)
        names.append(name)
    return names
