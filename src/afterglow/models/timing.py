"""How fast each way runs a model here: timed once, then remembered."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np

from afterglow.models.card import ModelCard
from afterglow.models.session import Session
from afterglow.models.way import Way

ENOUGH_SECONDS = 0.1  # of timing one way; a picture is waiting
SIDES = (64, 128, 256)
MOST_REMEMBERED = 200
ENGINE_PACKAGES = ("onnxruntime", "openvino")


class Timing(NamedTuple):
    """What a way costs: `start` seconds once, then `pixel` seconds for each input pixel."""

    way: Way
    start: float
    pixel: float

    def seconds(self, pixels: int) -> float:
        return self.start + self.pixel * pixels


def time_way(way: Way, load: Callable[[Way], Session]) -> tuple[Timing, Session]:
    """Load a model in one way and time it; the session is the caller's to close."""
    began = perf_counter()
    session = load(way)
    start = perf_counter() - began
    return Timing(way, start, _seconds_per_pixel(session)), session


def remembered(key: str, file: Path | None = None) -> list[Timing]:
    """The timings kept under `key`; none where nothing readable is kept."""
    try:
        kept = json.loads((file or _file()).read_text(encoding="utf-8"))[key]
        return [Timing(Way(*map(str, way)), float(start), float(pixel)) for way, start, pixel in kept]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def remember(key: str, timings: Sequence[Timing], file: Path | None = None) -> None:
    """Keep `timings` under `key`, the newest last; where nothing can be written nothing is kept."""
    file = file or _file()
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        entries = {name: entry for name, entry in kept.items() if name != key}
    except (OSError, ValueError, AttributeError):
        entries = {}
    entries[key] = [[list(timing.way), timing.start, timing.pixel] for timing in timings]
    newest = dict(list(entries.items())[-MOST_REMEMBERED:])
    beside = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(newest), encoding="utf-8")
        os.replace(beside, file)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def engine_marks() -> list[str]:
    """What changes when an engine is installed, updated or removed, found without importing any."""
    return [_mark(package) for package in ENGINE_PACKAGES]


def _seconds_per_pixel(session: Session) -> float:
    began = perf_counter()
    best = 0.0
    for side in SIDES:
        batch = _picture(session.card, side)
        best = min(_seconds(session, batch), _seconds(session, batch)) / batch[0, 0].size
        if perf_counter() - began > ENOUGH_SECONDS:
            break
    return best


def _seconds(session: Session, batch: np.ndarray) -> float:
    began = perf_counter()
    session.run(batch)
    return perf_counter() - began


def _picture(card: ModelCard, side: int) -> np.ndarray:
    side = -(-side // card.multiple_of) * card.multiple_of
    return np.random.default_rng(0).random((1, 3, side, side), dtype=np.float32)


def _mark(package: str) -> str:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return f"no {package}"
    # Asking for the version would take longer than importing the engine.
    status = os.stat(spec.origin)
    return f"{spec.origin} {status.st_mtime_ns} {status.st_size}"


def _file() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("afterglow", appauthor=False)) / "timings.json"
