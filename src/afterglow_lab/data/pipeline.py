"""A chain of damages of one's own, some of which may follow the level of the copy being made:

[[steps]]
mode = "noise"         # as strong as the copy's quality asks …
below = 80             # … for copies of quality 80 and worse
kinds = ["gaussian"]   # and any other control of the mode

[[steps]]
mode = "jpeg"
shift = 20             # 20 better than the copy's quality

[[steps]]
kind = "jpeg"          # with options of its own, whatever the quality
quality = [60, 90]
chance = 0.5
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from afterglow.errors import WrongOption
from afterglow.toml import from_table, read_toml
from afterglow_lab.degradations import Damage, build_damage
from afterglow_lab.degradations.levels import MODES, Levels, levels_of

BEST, WORST = 99, 1


@dataclass(frozen=True)
class Leveled:
    """A mode's damage, `shift` better than the copy, for copies of quality `below` and worse."""

    mode: str
    shift: int = 0
    below: int = BEST
    chance: float = 1.0


@dataclass(frozen=True)
class Pipeline:
    """Steps in order, each a table with a `mode` or a `kind`."""

    steps: tuple[dict[str, Any], ...]

    def at(self, quality: int, rng: np.random.Generator) -> list[Damage]:
        """The damages for a copy of this quality."""
        chain: list[Damage] = []
        for number, table in enumerate(self.steps, 1):
            if "mode" not in table:
                chain.append(build_damage(table, f"step {number}"))
                continue
            step, levels = _leveled(table, f"step {number}")
            if quality <= step.below and rng.random() < step.chance:
                chain.append(levels(min(max(quality + step.shift, WORST), BEST), rng))
        return chain


def read_pipeline(path: Path) -> Pipeline:
    """The pipeline in a file, every step checked."""
    pipeline = read_toml(path, Pipeline)
    if not pipeline.steps:
        raise WrongOption(f"{path.name} has no steps", hint="Add a [[steps]] table.")
    for table in pipeline.steps:
        if table.get("mode", "") not in ("", *MODES):
            raise WrongOption(
                f"{path.name} has no mode {table['mode']!r}", hint=f"Known: {', '.join(MODES)}."
            )
    pipeline.at(WORST, np.random.default_rng(0))
    return pipeline


def _leveled(table: dict[str, Any], where: str) -> tuple[Leveled, Levels]:
    """When a step happens, and its mode with the controls that the table has besides."""
    own = {field.name for field in fields(Leveled)}
    when = from_table({key: value for key, value in table.items() if key in own}, Leveled, where)
    return when, levels_of(when.mode, {key: value for key, value in table.items() if key not in own})
