"""What a model says of itself: one `card.toml` beside each `model.onnx`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


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
    author: str = "Afterglow"
    source: str = ""
    trained: Trained = field(default_factory=Trained)
    numbers: dict[str, float] = field(default_factory=dict)
    check: Check = field(default_factory=Check)
    folder: Path | None = None  # where the card was found; not written into it

    @property
    def path(self) -> Path:
        assert self.folder is not None, "a card that was not read from a folder has no file"
        return self.folder / self.file
