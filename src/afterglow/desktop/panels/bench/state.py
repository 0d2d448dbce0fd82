"""What the page knows: which models to measure, what was measured, and what it is compared with.

Nothing here knows Qt. Measuring is work, and is done in a thread.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from afterglow.desktop.words import Words
from afterglow.errors import AfterglowError, UnreadableFile
from afterglow.image.landing import landing
from afterglow.jobs.folders import state_folder
from afterglow.models import ModelCard
from afterglow.models.way import Way
from afterglow.progress import SILENT, Progress
from afterglow.score.bench import SIZES, Benchmark, Speed, bench
from afterglow.toml import from_table

FEWEST, MOST = 1, 600  # seconds of measuring, in all


@dataclass(frozen=True)
class BenchSettings:
    """What the page remembers from day to day."""

    seconds: int = 20
    left_out: str = ""  # names of models, with spaces between them


class Stopwatch:
    """The models, what was measured of them now, and an earlier measurement to hold it against."""

    def __init__(self, settings: BenchSettings = BenchSettings()) -> None:
        self.cards: list[ModelCard] = []
        self.left_out = set(settings.left_out.split())
        self.seconds = min(max(settings.seconds, FEWEST), MOST)
        self.now: Benchmark | None = None
        self.kept: Path | None = None  # where it was written down
        self.earlier: Benchmark | None = None
        self.records: list[Path] = []
        self.compared: Path | None = None  # the record that `earlier` comes from
        self.progress: float | None = None

    @property
    def settings(self) -> BenchSettings:
        return BenchSettings(self.seconds, " ".join(sorted(self.left_out)))

    @property
    def chosen(self) -> list[ModelCard]:
        """The models to measure."""
        return [card for card in self.cards if card.name not in self.left_out]

    @property
    def shown(self) -> Benchmark | None:
        """What the table shows: what was measured now, else what is looked up."""
        return self.now or self.earlier

    def choose(self, name: str, chosen: bool) -> None:
        self.left_out.discard(name) if chosen else self.left_out.add(name)

    def ratio(self, speed: Speed) -> float | None:
        """How many times as fast as before; None where that cannot be said."""
        if self.now is None or self.earlier is None:
            return None
        before = next((one for one in self.earlier.speeds if _way(one) == _way(speed)), None)
        if before is None or not before.megapixels_per_second or not speed.megapixels_per_second:
            return None
        return speed.megapixels_per_second / before.megapixels_per_second


def measure(
    cards: Sequence[ModelCard],
    seconds: float,
    tell: Callable[[Benchmark], object],
    progress: Progress = SILENT,
) -> Benchmark:
    """Measure model after model; `tell` gets what is known after each."""
    found: Benchmark | None = None
    for index, card in enumerate(cards):
        share = progress.part(index / len(cards), (index + 1) / len(cards))
        one = bench([card], seconds / len(cards), share)
        found = replace(one, speeds=(*found.speeds, *one.speeds)) if found else one
        tell(found)
    assert found is not None
    return found


def records_folder() -> Path:
    return state_folder() / "bench"


def records() -> list[Path]:
    """What was measured before, the latest first."""
    return sorted(records_folder().glob("*.json"), reverse=True)


def keep(found: Benchmark) -> Path:
    """Write down a measurement among the records."""
    folder = records_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return save(found, folder / f"{found.date.replace(':', '-').replace('+00-00', 'Z')}.json")


def save(found: Benchmark, target: Path) -> Path:
    """Write a measurement as JSON, the same that `afterglow bench --save` writes."""
    data = (json.dumps(asdict(found), indent=1) + "\n").encode()
    with landing(target, overwrite=True) as file:
        os.write(file, data)
    return target


def load(path: Path) -> Benchmark:
    """A measurement that was saved."""
    hint = "Choose a file that was saved here, or by `afterglow bench --save`."
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return from_table(table, Benchmark, path.name)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened", "Is the drive still connected?") from error
    except (ValueError, TypeError, AttributeError, AfterglowError) as error:
        raise UnreadableFile(f"{path.name} is no measurement of speed", hint) from error


def machine(found: Benchmark, words: Words) -> str:
    """The machine that was measured, and when, in a line."""
    return words(
        "bench.machine",
        processor=found.processor,
        cores=found.cores,
        memory=f"{found.memory / 1024**3:.0f}",
        when=when(found),
    )


def when(found: Benchmark) -> str:
    """The day and time of a measurement, by the clock on the wall here."""
    return datetime.fromisoformat(found.date).astimezone().strftime("%Y-%m-%d %H:%M")


def cells(watch: Stopwatch, speed: Speed, words: Words) -> list[str]:
    """A line of the table: model, way, MP/s, seconds for each size, memory, points, and how it was before."""
    way = str(Way(speed.engine, speed.device, speed.precision))
    if speed.problem:
        return [speed.model, way, words.told(speed.problem)]
    ratio = watch.ratio(speed)
    return [
        speed.model,
        way,
        f"{speed.megapixels_per_second:.2f}",
        *(f"{speed.seconds[size]:.2f} s" if size in speed.seconds else "" for size in SIZES),
        f"{speed.memory / 1e6:.0f} MB",
        f"{speed.sakura_points:.0f}",
        f"×{ratio:.2f}" if ratio is not None else "",
    ]


def as_text(watch: Stopwatch, words: Words, headings: Sequence[str]) -> str:
    """The table, for the clipboard."""
    found = watch.shown
    if found is None:
        return ""
    lines = [machine(found, words), "\t".join(headings)]
    lines += ["\t".join(cells(watch, speed, words)) for speed in found.speeds]
    return "\n".join(lines) + "\n"


def _way(speed: Speed) -> tuple[str, ...]:
    return speed.model, speed.engine, speed.device, speed.precision
