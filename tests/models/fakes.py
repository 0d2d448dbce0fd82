"""Engines whose devices go wrong in the ways that real ones do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import sleep

import numpy as np

from afterglow.errors import DeviceProblem, OutOfMemory
from afterglow.models.card import ModelCard
from afterglow.models.choice import ENGINES
from afterglow.models.way import Engine, Way

Change = Callable[[np.ndarray, int], np.ndarray]
CPU = Way("onnxruntime", "cpu", "f32")
GPU = Way("faulty", "cuda:0", "f16")


@dataclass
class FaultySession:
    """Gives its input back, changed: `change` sees the output and how many times it ran before."""

    card: ModelCard
    way: Way
    change: Change
    seconds: float = 0.0
    reason: str = ""
    notes: tuple[str, ...] = ()
    runs: int = 0
    closed: bool = False

    def __post_init__(self) -> None:
        self.engine, self.device, self.precision = self.way

    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray:
        assert not self.closed, "a closed session was run"
        sleep(self.seconds * batch[0, 0].size / 4096)
        self.runs += 1
        return self.change(batch.copy(), self.runs - 1)

    def close(self) -> None:
        self.closed = True


@dataclass
class FaultyEngine:
    """An engine with one device, and a list of what it opened."""

    change: Change
    way: Way = GPU
    seconds: float = 0.0
    opened: list[FaultySession] = field(default_factory=list)
    load_error: Exception | None = None

    def load(self, card: ModelCard, data: bytes, way: Way, threads: int) -> FaultySession:
        if self.load_error:
            raise self.load_error
        session = FaultySession(card, way, self.change, self.seconds)
        self.opened.append(session)
        return session

    @property
    def engines(self) -> dict[str, Engine]:
        """This engine, and the real one that everything falls back to."""
        return {self.way.engine: Engine(lambda: [self.way], self.load), "onnxruntime": ENGINES["onnxruntime"]}


def right(output: np.ndarray, runs: int) -> np.ndarray:
    return output


def nan(output: np.ndarray, runs: int) -> np.ndarray:
    output[:, 0, ::7] = np.nan
    return output


def infinite(output: np.ndarray, runs: int) -> np.ndarray:
    output[0, 0, 0, 0] = np.inf
    return output


def black(output: np.ndarray, runs: int) -> np.ndarray:
    return output * 0


def wrong(output: np.ndarray, runs: int) -> np.ndarray:
    return 1 - output


def swapped(output: np.ndarray, runs: int) -> np.ndarray:
    return output[:, ::-1]


def smaller(output: np.ndarray, runs: int) -> np.ndarray:
    return output[:, :, ::2, ::2]


def reset(output: np.ndarray, runs: int) -> np.ndarray:
    raise DeviceProblem("the driver was reset")


def no_room(output: np.ndarray, runs: int) -> np.ndarray:
    raise OutOfMemory("no room on the device")


def later(change: Change, first: int) -> Change:
    """Right at first, then `change`."""
    return lambda output, runs: change(output, runs) if runs >= first else output
