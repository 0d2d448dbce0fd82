"""What the page knows: the order, how far the work on it is, what it has come to, and what the preview shows.

Nothing here knows Qt. What was made is listed in a manifest, so that stopped work goes on from there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from afterglow.desktop.panels.train.data.controls import Asked, Control, changed, typed
from afterglow.desktop.panels.train.data.found import Found, Manifest, faults
from afterglow.desktop.panels.train.data.orders import WORKS, Order, from_kept, kept
from afterglow.desktop.panels.train.lab import problem_in
from afterglow.desktop.rooms import readable_suffixes
from afterglow.errors import AfterglowError, UnreadableFile
from afterglow.video.opening import SUFFIXES

LINE = re.compile(r"^\s*(\d+)%  (.*)  \(.* left\)$")
FAULT = re.compile(r"^ *(unreadable|small|again|blank|blurred|compressed)  (.+?): (.+)$")
LEFT_OUT = re.compile(r"^  (\S.*)")  # why one could not be used, at the end
COUNTS = re.compile(r"^\d+ (pictures|patches) of \d+ (videos|pairs)")  # the last line of some works
FEW = 400  # faults in the table: enough to be looked at


@dataclass(frozen=True)
class DataSettings:
    """What the page remembers from day to day."""

    order: str = "{}"  # as JSON
    level: int = 30


@dataclass(frozen=True)
class Look:
    """What the preview is to show: a picture, or the first of a folder, and the damage it gets."""

    picture: Path
    order: Order
    level: int

    def asked(self, folder: Path) -> dict[str, Any]:
        """The request to the lab, which stores what it makes in `folder`."""
        options, pipeline = self.order.options, self.order.places.get("pipeline")
        picture = first_picture(self.picture)
        if picture is None:
            raise UnreadableFile(f"There is no picture in {self.picture.name}", "Choose another folder.")
        return {
            "picture": str(picture),
            "folder": str(folder),
            "mode": self.order.work.mode,
            "quality": self.level,
            "seed": options.seed,
            "format": options.format,
            "stored_quality": options.stored_quality or None,
            "resize": options.resize,
            "pipeline": str(pipeline or ""),
            "controls": typed(self.order.asked_of_mode),
        }


class Preparing:
    """The state of the page."""

    def __init__(self, settings: DataSettings = DataSettings()) -> None:
        self.order = from_kept(settings.order)
        self.level = min(max(settings.level, 1), 100)  # the copy that the preview shows
        self.picture: Path | None = None  # the one chosen for the preview
        self.running = False
        self.progress: float | None = None  # None where it cannot be told
        self.said = ""  # the last line of the work
        self._left_out = ""  # why one could not be used
        self.found = Found()
        self.declared: dict[str, tuple[Control, ...]] = {}  # the controls of each mode
        self._manifest: Manifest | None = None
        self._faults: list[tuple[str, str, str]] = []
        self.recall()

    @property
    def settings(self) -> DataSettings:
        return DataSettings(kept(self.order), self.level)

    @property
    def able(self) -> bool:
        """Is there enough said to begin?"""
        return not self.running and not self.order.missing

    @property
    def looked_at(self) -> Look | None:
        """What the preview should show; None where nothing is damaged."""
        good, pipeline = self.order.places.get("good"), self.order.places.get("pipeline")
        if not self.order.work.mode or (self.order.name == "custom" and pipeline is None):
            return None
        picture = self.picture or good
        return Look(picture, self.order, self.level) if picture else None

    def choose(self, name: str) -> None:
        """Another work."""
        self.order = replace(self.order, name=name if name in WORKS else self.order.name)
        self.recall()

    def change(self, name: str, value: object) -> None:
        """Another option; raises `WrongOption` for what makes no sense."""
        options: dict[str, Any] = {name: value}
        self.order = replace(self.order, options=replace(self.order.options, **options))

    @property
    def controls(self) -> tuple[Control, ...]:
        """Those that the damage has, once the lab has told."""
        return self.declared.get(self.order.work.mode, ())

    def control(self, control: Control, value: Any) -> None:
        """Another value of a control."""
        self._set_controls(changed(self.order.asked_of_mode, control, value))

    def reset_controls(self) -> None:
        """Everything about the damage is as usual again."""
        self._set_controls({})

    def _set_controls(self, asked: Asked) -> None:
        mode = self.order.work.mode
        self.order = replace(self.order, controls={**self.order.controls, mode: asked})

    def place(self, name: str, path: Path) -> None:
        """Another place; a good picture is one to look at."""
        self.order = replace(self.order, places={**self.order.places, name: path})
        if name == "good":
            self.picture = None
        self.recall()

    def take(self, files: Sequence[Path]) -> None:
        """Files were dropped: each goes where it belongs."""
        for file in (path.resolve() for path in files):
            if file.suffix.lower() == ".toml":
                self.choose("custom")
                self.place("pipeline", file)
            elif file.suffix.lower() in SUFFIXES:
                self.choose("frames")
                self.place("videos", file)
            elif file.is_dir():
                places = [name for name in self.order.work.places if name != "pipeline"]
                free = [name for name in places if name not in self.order.places and name != "out"]
                self.place(next(iter([*free, *places])), file)
            elif file.suffix.lower() in readable_suffixes():
                self.picture = file

    def begin(self) -> Order:
        """It is started; what was to be made anew is gone on with from then on."""
        asked = self.order
        self.order = replace(asked, options=replace(asked.options, overwrite=False))
        self.running, self.progress, self.said, self._left_out = True, None, "", ""
        self.recall()
        return asked

    def hear(self, line: str) -> None:
        """Something that the work said."""
        share, fault, left_out = LINE.match(line), FAULT.match(line), LEFT_OUT.match(line)
        if share:
            self.progress = int(share[1]) / 100
        if fault and len(self._faults) < FEW:
            self._faults.append((fault[1], fault[2], fault[3]))
        self._left_out = left_out[1] if left_out else self._left_out
        if not COUNTS.match(line):
            self.said = share[2] if share else line.strip()

    def told(self, problem: AfterglowError) -> AfterglowError:
        """What went wrong: where that is only counted, what was said last."""
        return problem_in(self.said) if COUNTS.match(problem.message) and self.said else problem

    @property
    def left_out(self) -> AfterglowError | None:
        """Why one that was left out could not be used."""
        return problem_in(self._left_out) if self._left_out else None

    def read(self) -> Found:
        """What it has come to so far. In a thread while it runs: the manifest is read by nobody else then."""
        if self.order.name == "check":
            return faults(self._faults)
        if self._manifest is None:
            return Found()
        self._manifest.look()
        found = self._manifest.found(self.order.work.command)
        return found if found.latest and found.latest.exists() else replace(found, latest=None)

    def show(self, found: Found) -> None:
        """That is what it has come to."""
        self.found = found
        if self.running and self.order.name == "draw":
            self.progress = min(found.files / self.order.options.count, 1.0)

    def end(self) -> None:
        """It is over, in whatever way."""
        self.running, self.progress = False, None

    def recall(self) -> None:
        """Another folder or work: what was found is forgotten, and is to be read anew."""
        out = self.order.out
        self._manifest = Manifest(out) if out else None
        self._faults, self.found = [], Found()


def first_picture(place: Path) -> Path | None:
    """The picture, or the first one of a folder and below."""
    if not place.is_dir():
        return place
    inside = sorted(place.iterdir(), key=lambda path: (path.is_dir(), path.name))
    suffixes = readable_suffixes()
    for path in inside:
        found = first_picture(path) if path.is_dir() else path
        if found and found.suffix.lower() in suffixes:
            return found
    return None
