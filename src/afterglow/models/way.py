"""The ways in which a model can be run here, and what the user wishes for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from afterglow.models.card import ModelCard
from afterglow.models.session import Session

AUTO = "auto"
CPU = "cpu"


@dataclass(frozen=True)
class Wish:
    """What the user asks of the machine; `auto` leaves it to us, 0 threads means all cores."""

    engine: str = AUTO
    device: str = AUTO
    precision: str = AUTO
    require_gpu: bool = False
    threads: int = 0


class Way(NamedTuple):
    """An engine, a device it can use and the precision it computes in."""

    engine: str
    device: str
    precision: str

    def __str__(self) -> str:
        engine = {"onnxruntime": "ONNX Runtime", "openvino": "OpenVINO"}.get(self.engine, self.engine)
        place = "" if self.device == CPU else f" on {self.device}"
        return f"{engine} {self.precision}{place}"


@dataclass(frozen=True)
class Engine:
    """A library that runs models; it is imported by the first call of either function."""

    ways: Callable[[], list[Way]]
    load: Callable[[ModelCard, bytes, Way, int], Session]
