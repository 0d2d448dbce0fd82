"""From all clues to a score and a diagnosis: a network of a few hundred numbers, fitted by the lab."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from afterglow.score.cells import FOLDER, SAYS
from afterglow.score.evidence import Evidence
from afterglow.score.perceptron import weighed

FILE = FOLDER / "verdict.json"
DAMAGES = ("clean", "jpeg", "noise", "blur", "pixelation", "dark")


@dataclass(frozen=True)
class Verdict:
    """A score with its uncertainty, and how likely each damage is the worst."""

    points: float
    uncertainty: float
    damages: dict[str, float]


def verdict(found: Evidence) -> Verdict:
    """What all clues together say."""
    out = weighed(clues(found), FILE)
    # The last number says whether this is a drawing, which `medium.py` tells better from the whole picture.
    likely = np.exp(out[2:-1] - out[2:-1].max())
    return Verdict(
        points=float(100 / (1 + np.exp(-out[0]))),
        uncertainty=float(np.exp(out[1])),
        damages=dict(zip(DAMAGES, (likely / likely.sum()).tolist(), strict=True)),
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
