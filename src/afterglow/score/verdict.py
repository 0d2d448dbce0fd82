"""From all clues to a score and a diagnosis: a network of a few hundred numbers, fitted by the lab."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from afterglow.errors import ModelProblem
from afterglow.score.cells import FOLDER, SAYS
from afterglow.score.evidence import Evidence

FILE = "verdict.json"
DAMAGES = ("clean", "jpeg", "noise", "blur", "pixelation", "dark")


@dataclass(frozen=True)
class Verdict:
    """A score with its uncertainty, how likely each damage is the worst, and how likely this is a drawing."""

    points: float
    uncertainty: float
    damages: dict[str, float]
    drawn: float


def verdict(found: Evidence) -> Verdict:
    """What all clues together say."""
    weights = _weights(FOLDER)
    hidden = np.tanh(
        (clues(found) - weights["mean"]) / weights["spread"] @ weights["in"] + weights["in_bias"]
    )
    out = hidden @ weights["out"] + weights["out_bias"]
    likely = np.exp(out[2:-1] - out[2:-1].max())
    return Verdict(
        points=float(100 / (1 + np.exp(-out[0]))),
        uncertainty=float(np.exp(out[1])),
        damages=dict(zip(DAMAGES, (likely / likely.sum()).tolist(), strict=True)),
        drawn=float(1 / (1 + np.exp(-out[-1]))),
    )


def clues(found: Evidence) -> np.ndarray:
    """The evidence as numbers of about one size."""
    quality = found.rounding.quality if found.rounding else 100
    return np.array(
        [
            np.clip((96 - quality) / 91, 0, 1),
            np.log2(found.mosaic.block) / 4 if found.mosaic else 0.0,
            np.sqrt(found.noise / 60),
            found.blur,
            found.light.highlights,
            found.light.middle,
            found.crispness,
            *found.drawing,
            *(found.says[word] / (100 if word in ("score", "spread") else 1) for word in SAYS),
        ]
    )


@cache
def _weights(folder: Path) -> dict[str, Any]:
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelProblem("The judge of pictures is incomplete", "Install Afterglow again.") from error
    return {name: np.array(values) for name, values in stored.items()}
