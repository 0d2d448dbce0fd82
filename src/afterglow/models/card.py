"""What a model says of itself: one `card.toml` beside each `model.onnx`."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from afterglow.errors import AfterglowError, ModelProblem
from afterglow.toml import read_toml

FILE_NAME = "card.toml"
SAFE_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
# Names that Windows keeps for devices: a folder of that name could not be opened there.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


@dataclass(frozen=True)
class Trained:
    """Where the weights come from, so that anyone can make them again."""

    run: str = ""
    data: str = ""  # sha256 of the data manifest
    steps: int = 0
    minutes: float = 0.0
    date: str = ""


@dataclass(frozen=True)
class Check:
    """A few output samples on the test pattern: a device that gives others is not to be trusted."""

    values: tuple[float, ...] = ()
    tolerance: float = 0.03


@dataclass(frozen=True)
class Dialect:
    """How a model made elsewhere wants its pictures; the defaults are our own manner."""

    layout: Literal["nchw", "nhwc"] = "nchw"
    channels: Literal[3, 1] = 3  # with 1, red, green and blue are given one after the other
    order: Literal["rgb", "bgr"] = "rgb"
    range: float = 1.0  # the value of white
    numbers: Literal["f32", "f16"] = "f32"  # the type of the input and the output
    margin: int = 0  # input pixels that are missing from each side of the output


@dataclass(frozen=True)
class ModelCard:
    """A model on disk: what it is for, what it needs, and how it was measured."""

    name: str
    task: str
    quality: str
    summary: str
    licence: str
    scale: int
    multiple_of: int
    context: int  # pixels a tile must see around itself for its middle to be exact
    file: str
    sha256: str
    kmacs: float = 0.0  # thousand multiply-adds for one input pixel
    parameters: int = 0
    bytes_per_pixel: int = 0  # working memory for one input pixel, measured
    thumbnail: int = 0  # side of the small copy of the whole picture it is shown beside each tile; 0: none
    author: str = "Afterglow"
    source: str = ""
    trained: Trained = field(default_factory=Trained)
    numbers: dict[str, float] = field(default_factory=dict)
    check: Check = field(default_factory=Check)
    dialect: Dialect = field(default_factory=Dialect)
    folder: Path | None = None  # where the card was found; not written into it

    @property
    def path(self) -> Path:
        assert self.folder is not None, "a card that was not read from a folder has no file"
        return self.folder / self.file


def read_card(folder: Path) -> ModelCard:
    """The card in `folder`, its values checked."""
    try:
        now = (folder / FILE_NAME).stat()
    except OSError:
        return _read(folder)
    return _read_once(folder, now.st_ino, now.st_size, now.st_mtime_ns)


@lru_cache(maxsize=256)
def _read_once(folder: Path, *version: int) -> ModelCard:
    """Every plan asks for every card, and reading one takes milliseconds."""
    return _read(folder)


def _read(folder: Path) -> ModelCard:
    try:
        card = read_toml(folder / FILE_NAME, ModelCard)
    except AfterglowError as error:
        problem = f"The model in {folder.name} cannot be used: {error.message}"
        raise ModelProblem(problem, error.hint) from error
    card = dataclasses.replace(card, folder=folder)
    check_card(card)
    return card


def check_card(card: ModelCard) -> None:
    """Raise `ModelProblem` where a card asks for what no model of ours can be."""
    wrong = _first_wrong(card)
    if wrong:
        raise ModelProblem(f"The card of {card.name!r} is wrong: {wrong}", "Correct it, or remove the model.")


def write_card(card: ModelCard, folder: Path) -> Path:
    """Write `card.toml` into `folder`, beside and renamed."""
    check_card(card)
    path = folder / FILE_NAME
    beside = path.with_suffix(".part")
    beside.write_text(card_toml(card), encoding="utf-8")
    os.replace(beside, path)
    return path


def card_toml(card: ModelCard) -> str:
    """The card as TOML, tables last; defaults that say nothing are left out."""
    table = dataclasses.asdict(card)
    del table["folder"]
    if card.dialect == Dialect():
        del table["dialect"]
    if not card.thumbnail:
        del table["thumbnail"]
    plain = [f"{key} = {_toml(value)}" for key, value in table.items() if not isinstance(value, dict)]
    tables = [_table(key, value) for key, value in table.items() if isinstance(value, dict) and value]
    return "\n".join([*plain, *tables]) + "\n"


def safe_name(text: str) -> str:
    """`text` as a model name: lower case letters, digits, dots and dashes."""
    name = re.sub(r"[^a-z0-9._-]+", "-", text.lower())[:64].strip("-._")
    if not is_safe(name):
        raise ModelProblem(
            f"{text!r} cannot be a model's name", "Use letters, digits and dashes, such as my-denoiser."
        )
    return name


def is_safe(name: str) -> bool:
    return bool(SAFE_NAME.fullmatch(name)) and not RESERVED.fullmatch(name) and ".." not in name


def _first_wrong(card: ModelCard) -> str:
    reasons = {
        "its name has characters that a folder should not": is_safe(card.name),
        "its name is not its folder's": card.folder is None or card.folder.name == card.name,
        "its file must be a plain name such as model.onnx": bool(
            re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.onnx", card.file)
        ),
        "its sha256 is not one": bool(re.fullmatch(r"[0-9a-f]{64}", card.sha256)),
        "its scale is not 1 to 8": 1 <= card.scale <= 8,
        "multiple_of is not 1 to 256": 1 <= card.multiple_of <= 256,
        "its context is not 0 to 4096": 0 <= card.context <= 4096,
        "bytes_per_pixel is negative": card.bytes_per_pixel >= 0,
        "its thumbnail is not 0 to 512": 0 <= card.thumbnail <= 512,
        "it wants a thumbnail and a dialect, but not both can be": not card.thumbnail
        or card.dialect == Dialect(),
        "the dialect's range is not above 0": card.dialect.range > 0,
        "the dialect's margin is not 0 to 256": 0 <= card.dialect.margin <= 256,
        "the check's tolerance is not above 0": card.check.tolerance > 0,
    }
    return next((reason for reason, fine in reasons.items() if not fine), "")


def _table(name: str, values: dict[str, Any]) -> str:
    lines = [f"{_key(key)} = {_toml(value)}" for key, value in values.items()]
    return "\n".join(["", f"[{name}]", *lines])


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key)


def _toml(value: Any) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the one control character that JSON leaves as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return repr(value)
