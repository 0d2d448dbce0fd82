"""A damage as a table says it, and several in a row as a damage of their own.

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
from typing import Any

import numpy as np

from afterglow.errors import WrongOption
from afterglow.toml import from_table
from afterglow_lab.degradations.chain import Chain, Sometimes, Step


@dataclass(frozen=True)
class Pipeline:
    """The steps in order; each names its `kind`, its own options and, if it is not for all, its `chance`."""

    steps: tuple[dict[str, Any], ...]

    def __post_init__(self) -> None:
        # Built at once as a check, so that a wrong step is told before a training begins and not in it.
        self._built()

    @cached_property
    def chain(self) -> Chain:
        return self._built()

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.chain(pixels, rng)

    def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        """The picture damaged, and what its steps think it should have been."""
        return self.chain.pair(pixels, rng)

    def _built(self) -> Chain:
        return Chain(tuple(build_damage(table, f"step {n}") for n, table in enumerate(self.steps, 1)))


def build_damage(table: dict[str, Any], where: str) -> Step:
    """The damage that a table such as `{ kind = "jpeg", quality = [10, 10], chance = 0.5 }` asks for."""
    # The table of all damages has the pipeline in it, so it cannot be imported before this file is.
    from afterglow_lab.degradations import DEGRADATIONS

    kind = table.get("kind", "")
    if kind not in DEGRADATIONS:
        raise WrongOption(
            f"{where}: the damage {kind!r} is unknown", hint=f"Known: {', '.join(sorted(DEGRADATIONS))}."
        )
    options = {key: value for key, value in table.items() if key not in ("kind", "chance")}
    builder: Any = DEGRADATIONS[kind]
    step: Step = from_table(options, builder, where=f"{where} ({kind})")
    return Sometimes(_chance(table["chance"], where), step) if "chance" in table else step


def _chance(chance: Any, where: str) -> float:
    if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0 <= chance <= 1:
        raise WrongOption(f"{where} has the chance {chance!r}", hint="It must be between 0 and 1.")
    return float(chance)
