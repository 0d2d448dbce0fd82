"""One damage or another for each picture, in a run file or a TOML file of its own.

[[damages]]
kind = "night"

[[damages]]
kind = "sensor_noise"
iso = [50, 3200]
share = 0.5
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from afterglow.errors import WrongOption
from afterglow_lab.degradations.chain import Step, paired
from afterglow_lab.degradations.pipeline import build_damage


@dataclass(frozen=True)
class Either:
    """One of the damages, each with its `kind`, its own options and its `share`, 1 unless it is given."""

    damages: tuple[dict[str, Any], ...]

    def __post_init__(self) -> None:
        self._steps()
        if not self.damages or min(self.shares) < 0 or not sum(self.shares):
            raise WrongOption(
                "the damages have no shares to draw from", hint="Give one at least a share above 0."
            )

    @property
    def shares(self) -> tuple[float, ...]:
        return tuple(float(table.get("share", 1)) for table in self.damages)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return self._steps()

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.pair(pixels, rng)[0]

    def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        """The picture damaged by one of them, and what that one thinks it should have been."""
        shares = np.array(self.shares)
        step = self.steps[int(rng.choice(len(shares), p=shares / shares.sum()))]
        return paired(step, pixels, pixels, rng)

    def _steps(self) -> tuple[Step, ...]:
        tables = [{key: value for key, value in table.items() if key != "share"} for table in self.damages]
        return tuple(build_damage(table, f"damage {n}") for n, table in enumerate(tables, 1))
