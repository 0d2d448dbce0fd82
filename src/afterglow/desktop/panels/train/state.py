"""What the page knows: what to train, the trainings there were, and how the one that is looked at goes.

Nothing here knows Qt. A training lives in a folder of its own: its run file, what it was asked, and what the lab
writes there.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from afterglow.desktop.panels.train import lab
from afterglow.errors import CannotWrite, UnreadableFile
from afterglow.jobs.folders import state_folder
from afterglow.models.store import list_models

RUN, ASKED = "run.toml", "asked.json"
CHECKPOINT, WEIGHTS, LOG, SAMPLES = "last.safetensors", "weights.safetensors", "log.jsonl", "samples"
OFTEN = {"log_every": 10, "keep_every": 50}  # steps: curves that move, and little that a stop costs
SHARE = re.compile(r"step (\d+)\s+([\d.]+) %")


@dataclass(frozen=True)
class TrainSettings:
    """What the page remembers from day to day."""

    task: str = "jpeg-photo"
    quality: str = "fast"
    minutes: int = 60
    folder: str = ""


@dataclass(frozen=True)
class Wish:
    """What is to be trained: a task on a folder of pictures, or what a run file says on a folder of pools."""

    task: str = "jpeg-photo"
    quality: str = "fast"
    folder: Path | None = None
    minutes: float = 60
    warm_start: str = ""
    run_file: Path | None = None


@dataclass(frozen=True)
class Training:
    """A training in its folder; `data` holds the pools."""

    folder: Path
    data: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def begun(self) -> bool:
        return (self.folder / CHECKPOINT).exists()

    @property
    def finished(self) -> bool:
        return (self.folder / WEIGHTS).exists()

    @property
    def command(self) -> list[str]:
        return lab.train_command(self.folder / RUN, self.data, self.folder.parent)

    def export_command(self, zoo: Path) -> list[str]:
        return lab.export_command(self.folder / RUN, self.data, self.folder.parent, zoo)


@dataclass(frozen=True)
class Curves:
    """What a log says: step and loss, and for each case step and PSNR; `before` is the PSNR of its input."""

    losses: tuple[tuple[float, float], ...] = ()
    gains: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    before: dict[str, float] = field(default_factory=dict)


class Practice:
    """The state of the page."""

    def __init__(self, settings: TrainSettings = TrainSettings()) -> None:
        self.templates = lab.templates()
        tasks = list(dict.fromkeys(task for task, _ in self.templates))
        task = settings.task if settings.task in tasks else next(iter(tasks), "")
        folder = Path(settings.folder) if settings.folder else None
        self.tasks = tasks
        self.wish = Wish(task, settings.quality, folder, max(settings.minutes, 1))
        self.trainings = trainings()
        self.training: Training | None = None  # the one looked at; None is a new one
        self.curves = Curves()
        self.sample: Path | None = None
        self.progress: float | None = None  # None while nothing is trained
        self.exporting = False
        self.step = 0

    @property
    def settings(self) -> TrainSettings:
        wish = self.wish
        return TrainSettings(wish.task, wish.quality, round(wish.minutes), str(wish.folder or ""))

    @property
    def busy(self) -> bool:
        return self.progress is not None or self.exporting

    @property
    def qualities(self) -> list[str]:
        """The sizes of network that the task has."""
        return [quality for task, quality in self.templates if task == self.wish.task]

    @property
    def warm_starts(self) -> list[str]:
        """The models that a training may begin from."""
        template = self.templates.get((self.wish.task, self.wish.quality), {})
        return [name for name in dict.fromkeys([template.get("name"), template.get("warm_start")]) if name]

    @property
    def able(self) -> bool:
        """Is there enough said to begin, or to go on?"""
        if self.training is not None:
            return not self.training.finished
        return self.wish.folder is not None

    def show(self, training: Training | None) -> None:
        """Look at another training, or at none; what it has come to is told later."""
        if training is None or training != self.training:
            self.curves, self.sample = Curves(), None
        self.training, self.step = training, 0

    def hear_of_course(self, training: Training, curves: Curves, sample: Path | None) -> None:
        """What a training has come to, if it is still looked at."""
        if training == self.training:
            self.curves, self.sample = curves, sample

    def hear(self, line: str) -> None:
        """Something that a training said."""
        match = SHARE.match(line)
        if match and self.progress is not None:
            self.step, self.progress = int(match[1]), float(match[2]) / 100


def trainings_folder() -> Path:
    return state_folder() / "train"


def trainings() -> list[Training]:
    """Those there are, the latest first."""
    found = []
    for folder in trainings_folder().glob("*/"):
        try:
            asked = json.loads((folder / ASKED).read_text(encoding="utf-8"))
            found.append((folder.stat().st_mtime, Training(folder, Path(asked["data"]))))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not a training of ours, or half of one
    return [training for _, training in sorted(found, key=lambda one: one[0], reverse=True)]


def prepare(wish: Wish, templates: dict[tuple[str, str], dict[str, Any]]) -> Training:
    """Write down a new training, ready to be started."""
    folder = wish.folder
    if folder is None or not folder.is_dir():
        raise UnreadableFile("There is no folder of pictures to learn from", "Choose a folder.")
    folder = folder.resolve()
    if wish.run_file is not None:
        text, stem, data = _text_of(wish.run_file), wish.run_file.stem, folder
    else:
        stem, data = f"my-{wish.task}-{wish.quality}", folder.parent
        text = ""
    place = _free(trainings_folder() / stem, {card.name for card in list_models()})
    if wish.run_file is None:
        text = lab.as_toml(run_table(wish, templates[wish.task, wish.quality], place.name))
    else:
        text = re.sub(r"(?m)^model\s*=.*\n", "", text)  # it ships as nothing but itself
        named = f"name = {json.dumps(place.name, ensure_ascii=False)}"
        text = re.sub(r"(?m)^name\s*=.*$", lambda _: named, text, count=1)
    try:
        place.mkdir(parents=True)
        (place / RUN).write_text(text, encoding="utf-8")
        asked = json.dumps({"data": str(data), "wish": _plain(wish)}, ensure_ascii=False)
        (place / ASKED).write_text(asked, encoding="utf-8")
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise CannotWrite(
            f"The training cannot be kept: {said}", f"Can {trainings_folder()} be written?"
        ) from error
    return Training(place, data)


def run_table(wish: Wish, template: dict[str, Any], name: str) -> dict[str, Any]:
    """The run file of a task, for the pictures of one folder."""
    assert wish.folder is not None
    pool = wish.folder.resolve().name
    table = {key: value for key, value in template.items() if key not in ("model", "warm_start", "damage")}
    validation = {**template["validation"], "pools": [pool], "every": 500}
    if _are_pairs(wish.folder):
        validation.pop("cases", None)
    else:
        table["damage"] = template["damage"]
    table |= {
        "name": name,
        "threads": max(1, min(4, os.cpu_count() or 1)),
        "budget": {"minutes": wish.minutes},
        "patches": {**template["patches"], "pools": {pool: 1.0}},
        "validation": validation,
        **OFTEN,
    }
    return table | ({"warm_start": wish.warm_start} if wish.warm_start else {})


def read_curves(path: Path) -> Curves:
    """What a log says so far; half a line at its end is not read yet."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return Curves()
    losses: list[tuple[float, float]] = []
    gains: dict[str, list[tuple[float, float]]] = {}
    before: dict[str, float] = {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if math.isfinite(entry.get("loss", math.nan)):
            losses.append((entry["step"], entry["loss"]))
        for case, gain in entry.get("gains", {}).items():
            if math.isfinite(gain["after"]):
                gains.setdefault(case, []).append((entry["step"], gain["after"]))
                before[case] = gain["before"]
    return Curves(tuple(losses), {case: tuple(points) for case, points in gains.items()}, before)


def latest_sample(folder: Path) -> Path | None:
    """The last picture that shows what the network does."""
    return max((folder / SAMPLES).glob("*.png"), default=None)


def _are_pairs(folder: Path) -> bool:
    return (folder / "damaged").is_dir() and (folder / "clean").is_dir()


def _text_of(run_file: Path) -> str:
    try:
        return run_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{run_file.name} cannot be opened", "Choose a run file.") from error


def _free(folder: Path, models: Collection[str]) -> Path:
    """The folder, or the first beside it that is neither there yet nor named as a model that there is."""
    number, free = 1, folder
    while free.exists() or free.name in models:
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    return free


def _plain(wish: Wish) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Path) else value for key, value in asdict(wish).items()}
