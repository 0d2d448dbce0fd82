"""Pictures out of videos: every so-manieth frame that is neither blank, nor blurred, nor seen before."""

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.errors import AfterglowError, WrongOption
from afterglow.video.clip import Stretch
from afterglow.video.opening import SUFFIXES
from afterglow.video.painting import in_depth
from afterglow.video.reader import Reader
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


def extract(
    videos: Sequence[Path],
    out: Path,
    plan: Plan,
    overwrite: bool = False,
    report: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """The frames of all videos; those that the manifest knows to be finished are not read again."""
    with Manifest(out, fresh=overwrite) as manifest:
        manifest.refuse_other(plan.fingerprint())
        album = _album(manifest, out)
        outcomes = []
        for video, name in zip(videos_in(videos), _names(videos_in(videos)), strict=True):
            outcome = _extract(video, name, out, plan, manifest, album)
            outcomes.append(outcome)
            report(outcome)
        return outcomes


@dataclass(frozen=True)
class Frame:
    """One frame, upright, H×W×3 uint8 RGB; `number` is its place if the video ran at its even rate."""

    number: int
    seconds: float
    pixels: np.ndarray


def frames_of(path: Path, every: int) -> Iterator[Frame]:
    """Every so-manieth frame, from the first."""
    with Reader(path) as reader:
        rate, tick, last = reader.clip.fps, reader.clip.tick, -1
        for frame in reader.frames(Stretch(every=every)):
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


def _extract(video: Path, name: str, out: Path, plan: Plan, manifest: Manifest, album: Album) -> Outcome:
    listed = [row for row in manifest.rows.values() if row["source"] == name]
    ended = next((row for row in listed if row["kind"] == "video"), None)
    if ended is not None:
        return Outcome(name, ended["kept"], ended["refused"])
    past = max((row["number"] for row in listed), default=-1)
    kept, refused = len(listed), Counter[str]()
    try:
        for frame in frames_of(video, plan.every):
            if plan.most and kept >= plan.most:
                break
            if frame.number <= past:
                continue
            reason = _keep(frame, name, out, plan, manifest, album)
            kept += not reason
            refused[reason] += bool(reason)
    except AfterglowError as error:
        return Outcome(name, kept, dict(+refused), f"{name}: {error}")
    manifest.add(
        {
            "file": video.name,
            "kind": "video",
            "source": name,
            "plan": plan.fingerprint(),
            "kept": kept,
            "refused": dict(+refused),
        }
    )
    return Outcome(name, kept, dict(+refused))


def _keep(frame: Frame, video: str, out: Path, plan: Plan, manifest: Manifest, album: Album) -> str:
    """Keep a frame, or say in a word why not."""
    if is_blank(frame.pixels):
        return "blank"
    sharp = sharpness(frame.pixels)
    if sharp < plan.min_sharpness:
        return "blurred"
    pixels = pictures.fitted(frame.pixels, *plan.fit) if plan.fit else frame.pixels
    seen = impression(pixels)
    if album.again(seen, plan.similarity):
        return "alike"
    file = frame_name(frame.number, video, pictures.SUFFIXES[plan.format])
    stored = pictures.encoded(pixels, plan.format, plan.stored_quality)
    pictures.put(stored, out / file)
    manifest.add(
        {
            "file": file,
            "kind": "frame",
            "source": video,
            "plan": plan.fingerprint(),
            "number": frame.number,
            "seconds": round(frame.seconds, 6),
            "sharpness": round(sharp, 2),
            "width": pixels.shape[1],
            "height": pixels.shape[0],
            "bytes": len(stored),
            "sha256": pictures.sha256(stored),
        }
    )
    album.add(file, seen)
    return ""


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
