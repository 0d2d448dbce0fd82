"""What can be asked of `afterglow data`: every work, the places and the options it has, and its command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_type_hints

from afterglow.desktop.panels.train import lab
from afterglow.desktop.panels.train.data.controls import Asked, typed
from afterglow.enhance.recipe import check_options, option, parse_size
from afterglow.errors import AfterglowError, WrongOption

MODULE = "afterglow_lab.data.cli"


@dataclass(frozen=True, kw_only=True)
class Options:
    """All options of all works; the names of their flags where they are not the fields' own."""

    min_quality: int = option(10, "Worst copy", span=(1, 100))
    max_quality: int = option(100, "Best copy", span=(1, 100))
    step: int = option(10, "Step", span=(1, 99))
    format: Literal["png", "jpg", "webp", "tiff"] = option("png", "Format")
    stored_quality: int = option(0, "Quality of the files", span=(0, 100))
    resize: str = option("", "Largest size")
    overwrite: bool = option(False, "Make everything anew")
    seed: int = option(1, "Seed", span=(1, 1_000_000))
    workers: int = option(1, "Processes", span=(1, 32))
    previews: int = option(0, "Contact sheets", span=(0, 10_000))
    skip_existing: bool = option(False, "Leave other files alone")
    every: int = option(72, "Every", span=(1, 10_000))
    most: int = option(0, "At most", span=(0, 100_000), name="max")
    min_sharpness: int = option(15, "Sharpness", span=(0, 1000))
    similarity: float = option(0.85, "Alike", span=(0, 1))
    patch: int = option(100, "Patch", span=(16, 512))
    stride: int = option(0, "Stride", span=(0, 512))
    threshold: float = option(0.9, "Correlation", span=(0, 1))
    reach: int = option(5, "Reach", span=(1, 64))
    smallest: int = option(144, "Shorter side", span=(1, 10_000))
    jpeg_quality: int = option(85, "JPEG quality", span=(1, 100), name="min-quality")
    likeness: float = option(0.95, "Seen before", span=(0, 1), name="similarity")
    count: int = option(100, "How many", span=(1, 100_000))
    size: str = option("640x640", "Size")
    kind: Literal["any", "cel", "line_art", "comic", "manga", "screen", "poster", "street", "landscape"] = (
        option("any", "Kind")
    )

    def __post_init__(self) -> None:
        check_options(self, get_type_hints(Options))
        parse_size(self.resize)
        parse_size(self.size)
        if self.min_quality > self.max_quality:
            raise WrongOption("The worst copy is better than the best one", hint="Give worst ≤ best.")


SILENT = {"stored_quality": 0, "stride": 0, "most": 0, "kind": "any", "resize": ""}
"""What an option says by not being given."""

GROUPS = {
    "levels": ("min_quality", "max_quality", "step"),
    "frames": ("every", "most", "min_sharpness", "similarity"),
    "patches": ("threshold", "patch", "stride", "reach"),
    "bar": ("smallest", "min_sharpness", "jpeg_quality", "likeness"),
    "drawing": ("kind", "count", "size", "seed"),
    "files": ("format", "stored_quality", "resize", "overwrite"),
    "run": ("seed", "workers", "previews", "skip_existing"),
}
"""Options that stand together."""


@dataclass(frozen=True)
class Work:
    """A command of `afterglow data`: its places in their order, and its groups of options."""

    command: str
    places: tuple[str, ...]
    groups: tuple[str, ...]
    mode: str = ""  # of damage; "" where nothing is damaged


def _copies(mode: str, *places: str) -> Work:
    return Work("degrade", ("good", "out", *places), ("levels", "files", "run"), mode)


WORKS = {
    "jpeg": _copies("jpeg"),
    "noise": _copies("noise"),
    "pixelation": _copies("pixelation"),
    "blur": _copies("blur"),
    "colour": _copies("color"),
    "mixed": _copies("mixed"),
    "custom": _copies("custom", "pipeline"),
    "night": Work("night", ("good", "out"), ("files", "run"), "night"),
    "align": Work("align", ("phone", "camera", "out"), ("patches",)),
    "frames": Work("frames", ("videos", "out"), ("frames", "files")),
    "check": Work("check", ("good",), ("bar",)),
    "draw": Work("draw", ("out",), ("drawing",)),
}
"""Everything that `afterglow data` does, under the name that it has here."""


@dataclass(frozen=True)
class Order:
    """What is asked now. `places` and `controls` keep those of other works too, so that going back finds them."""

    name: str = "jpeg"
    places: Mapping[str, Path] = field(default_factory=dict)
    options: Options = Options()
    controls: Mapping[str, Asked] = field(default_factory=dict)  # of each mode, where they are not as usual

    @property
    def work(self) -> Work:
        return WORKS[self.name]

    @property
    def out(self) -> Path | None:
        """Where it goes: the folder chosen, else one beside the pictures it comes from."""
        if "out" not in self.work.places:
            return None
        chosen, first = self.places.get("out"), self.places.get(self.work.places[0])
        if chosen or first is None:
            return chosen
        beside = first.parent if first.suffix else first
        return beside.with_name(f"{beside.name}-{self.name}")

    @property
    def missing(self) -> list[str]:
        """The places that are still to be chosen."""
        return [name for name in self.work.places if self._place(name) is None]

    @property
    def asked_of_mode(self) -> Asked:
        """The controls of the mode that are not as usual."""
        return self.controls.get(self.work.mode, {})

    @property
    def words(self) -> list[str]:
        """The words of its command, after `afterglow data`."""
        work = self.work
        words = [work.command]
        if work.command == "degrade":
            words += ["--mode", work.mode]
        for text in typed(self.asked_of_mode):
            words += ["--set", text]
        for name in (name for group in work.groups for name in GROUPS[group]):
            words += self._flag(name)
        if "pipeline" in work.places:
            words += ["--pipeline", str(self._place("pipeline"))]
        return [*words, *(str(self._place(name)) for name in work.places if name != "pipeline")]

    @property
    def command(self) -> list[str]:
        """The process that does it."""
        return lab.beside_us(MODULE, *self.words)

    @property
    def line(self) -> str:
        """What does the same in a terminal."""
        return shlex.join(["afterglow", "data", *self.words])

    def _place(self, name: str) -> Path | None:
        return self.out if name == "out" else self.places.get(name)

    def _flag(self, name: str) -> list[str]:
        value = getattr(self.options, name)
        known = {f.name: f for f in fields(Options)}[name]
        if value is False or SILENT.get(name) == value:
            return []
        flag = "--" + (known.metadata["name"] or name.replace("_", "-"))
        return [flag] if value is True else [flag, f"{value:g}" if isinstance(value, float) else str(value)]


def kept(order: Order) -> str:
    """An order as it is remembered from day to day."""
    plain, asked = asdict(Options()), asdict(order.options)
    told = {
        "work": order.name,
        "places": {name: str(place) for name, place in order.places.items()},
        "options": {
            name: asked[name] for name in asked if asked[name] != plain[name] and name != "overwrite"
        },
        "controls": {mode: dict(controls) for mode, controls in order.controls.items() if controls},
    }
    return json.dumps(told, ensure_ascii=False)


def from_kept(text: str) -> Order:
    """What makes no sense any more is forgotten."""
    try:
        told: Any = json.loads(text)
        places = {str(name): Path(place) for name, place in told["places"].items()}
        name = told["work"] if told["work"] in WORKS else "jpeg"
        controls = {str(mode): dict(asked) for mode, asked in told.get("controls", {}).items()}
        return Order(name, places, Options(**told["options"]), controls)
    except (ValueError, AttributeError, KeyError, TypeError, AfterglowError):
        return Order()
