"""A damage of the user's own: a list of steps, in a run file or a TOML file of its own.

[[steps]]
kind = "motion_blur"
length = [2, 9]
chance = 0.5

[[steps]]
kind = "jpeg"
quality = [20, 80]
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from afterglow.errors import WrongOption
from afterglow.toml import from_table, read_toml
from afterglow_lab.degradations.chain import Chain, Sometimes, Step


@dataclass(frozen=True)
class Pipeline:
    """The steps in order; each names its `kind`, its own options and, if it is not for all, its `chance`."""

    steps: tuple[dict[str, Any], ...]

    def __post_init__(self) -> None:
        # Built at once as a check, so that a wrong step is told before a training begins and not in it.
        for table in self.steps:
            step_of(table)

    @cached_property
    def chain(self) -> Chain:
        return Chain(tuple(step_of(table) for table in self.steps))

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.chain(pixels, rng)


def read_pipeline(path: Path) -> Pipeline:
    """The pipeline that a TOML file describes."""
    return read_toml(path, Pipeline)


def step_of(table: dict[str, Any]) -> Step:
    """The damage that a step's table describes."""
    # The table of all damages has the pipeline in it, so it cannot be imported before this file is.
    from afterglow_lab.degradations import DEGRADATIONS

    kind = table.get("kind")
    if kind not in DEGRADATIONS:
        raise WrongOption(f"the step {kind!r} is unknown", hint=f"Known: {', '.join(sorted(DEGRADATIONS))}.")
    options = {key: value for key, value in table.items() if key not in ("kind", "chance")}
    builder: Any = DEGRADATIONS[kind]
    step: Step = from_table(options, builder, where=f"the step {kind!r}")
    return Sometimes(_chance(table, kind), step) if "chance" in table else step


def _chance(table: dict[str, Any], kind: str) -> float:
    chance = table["chance"]
    if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0 <= chance <= 1:
        raise WrongOption(f"the step {kind!r} has the chance {chance!r}", hint="It must be between 0 and 1.")
    return float(chance)
