"""What this machine can do with each model, measured in a few seconds, comparable between machines."""

from __future__ import annotations

import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import psutil

from afterglow.errors import AfterglowError
from afterglow.image import Size
from afterglow.models.card import ModelCard
from afterglow.models.choice import open_session, ways_for
from afterglow.models.devices import cores, cpu_name
from afterglow.models.session import Session
from afterglow.models.way import Way, Wish
from afterglow.progress import SILENT, Progress

SIZES = {"720p": Size(1280, 720), "1080p": Size(1920, 1080), "12MP": Size(4000, 3000)}
FRAME = Size(1280, 640)  # what Nagato-Sakura Image Charm's benchmark measures
FRAME_SECONDS = 1.2  # of the machine that scores 10,000 there, on real pictures
CPU_BONUS = 1.1  # that it gives processors
TILE = 384  # pixels; smaller for models whose tiles must see far
FEWEST_RUNS = 2


@dataclass(frozen=True)
class Speed:
    """How fast a model runs in one way. Latencies are in seconds, for whole pictures with their tiles' overlap."""

    model: str
    engine: str
    device: str
    precision: str
    megapixels_per_second: float
    start_seconds: float
    seconds: dict[str, float] = field(default_factory=dict)
    memory: int = 0  # bytes that the process grew by
    sakura_points: float = 0.0
    problem: str = ""


@dataclass(frozen=True)
class Benchmark:
    """The machine, when it was measured, and what it can do."""

    processor: str
    cores: int
    memory: int
    system: str
    date: str
    speeds: tuple[Speed, ...]


def bench(cards: Sequence[ModelCard], seconds: float = 20.0, progress: Progress = SILENT) -> Benchmark:
    """Run each model in each way for its share of `seconds`."""
    ways = ways_for(Wish())
    plans = [(card, way) for card in cards for way in ways]
    share = seconds / max(len(plans), 1)
    speeds = [
        measure(*plan, share, progress.part(index / len(plans), (index + 1) / len(plans)))
        for index, plan in enumerate(plans)
    ]
    return Benchmark(
        processor=cpu_name(),
        cores=cores(),
        memory=psutil.virtual_memory().total,
        system=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        speeds=tuple(speeds),
    )


def measure(card: ModelCard, way: Way, seconds: float, progress: Progress = SILENT) -> Speed:
    """How fast `card` runs in `way`, from runs of at most so many seconds; a way that fails says why."""
    progress(0.0)
    process = psutil.Process()
    before, began = process.memory_info().rss, time.perf_counter()
    try:
        session = open_session(card, Wish(engine=way.engine, device=way.device, precision=way.precision))
        started = time.perf_counter() - began
        tile = _tile(card)
        try:
            per_run = _seconds_per_run(session, tile, seconds - started, progress)
            memory = max(process.memory_info().rss - before, 0)
        finally:
            session.close()
    except AfterglowError as error:
        return Speed(card.name, way.engine, way.device, way.precision, 0.0, 0.0, problem=str(error))
    latencies = {name: per_run * _runs(size, card, tile) for name, size in SIZES.items()}
    return Speed(
        model=card.name,
        engine=way.engine,
        device=way.device,
        precision=way.precision,
        megapixels_per_second=SIZES["1080p"].pixels / 1e6 / latencies["1080p"],
        start_seconds=started,
        seconds=latencies,
        memory=memory,
        sakura_points=sakura_points(per_run * _runs(FRAME, card, tile), way.device == "cpu"),
    )


def sakura_points(seconds: float, processor: bool) -> float:
    """The points that Nagato-Sakura Image Charm 1.3.1 gives a machine for one 1280×640 picture.

    It multiplies them by 0.98 to 1.02 for how steady the times were; that is left out.
    """
    return 10_000 * FRAME_SECONDS / seconds * (CPU_BONUS if processor else 1.0)


def _tile(card: ModelCard) -> int:
    side = max(TILE, 4 * card.context)
    return -(-side // card.multiple_of) * card.multiple_of


def _runs(size: Size, card: ModelCard, tile: int) -> float:
    """How many tiles a picture is worth; the context around each is worked on more than once."""
    core = tile - 2 * card.context
    return max(size.width / core, 1.0) * max(size.height / core, 1.0)


def _seconds_per_run(session: Session, tile: int, seconds: float, progress: Progress) -> float:
    """The median time of a tile, the first run, which sets things up, left out."""
    batch = np.random.default_rng(0).random((1, 3, tile, tile), np.float32)
    session.run(batch)
    times: list[float] = []
    start = time.perf_counter()
    while len(times) < FEWEST_RUNS or time.perf_counter() < start + seconds:
        progress(min((time.perf_counter() - start) / max(seconds, 1e-3), 1.0))
        began = time.perf_counter()
        session.run(batch)
        times.append(time.perf_counter() - began)
    progress(1.0)
    return float(np.median(times))
