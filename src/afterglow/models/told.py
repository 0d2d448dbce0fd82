"""What the user knows of a model made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Told:
    """What is None is found out by running the model."""

    context: int | None = None
    range: float | None = None
    order: Literal["rgb", "bgr"] = "rgb"
