"""How good a picture looks, without knowing how it should look."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from afterglow.image.image import Image
from afterglow.models.session import Session
from afterglow.progress import SILENT, Progress
from afterglow.score.alike import opaque
from afterglow.score.cells import judged, open_judge
from afterglow.score.evidence import look
from afterglow.score.light import brightened, light, stops_missing, worth
from afterglow.score.quantisation import rounding
from afterglow.score.sample import places
from afterglow.score.verdict import verdict

SMALLEST = 32  # pixels along the shorter side; in less there is nothing to judge
FLAT = 1.5  # luma of 255, standard deviation below which a frame shows nothing
UNKNOWN = 50.0  # points of uncertainty of a picture that was not judged


@dataclass(frozen=True, eq=False)
class Score:
    """How good a picture looks, 0 to 100, and by how much that may be wrong (one standard deviation).

    `map` has a score for each 16×16 pixels. A picture that shows nothing, such as a black frame, gets 0 and a
    `note`.
    """

    value: float
    uncertainty: float
    map: np.ndarray
    note: str = ""
    damages: dict[str, float] = field(default_factory=dict)  # how likely each is what hurts most

    def __str__(self) -> str:
        return f"{self.value:.0f} ± {self.uncertainty:.0f}"


def score(image: Image, judge: Session | None = None, progress: Progress = SILENT) -> Score:
    """How good a picture looks at its native size, on middle gray where it is transparent."""
    image, _ = opaque(image, "it")
    note = nothing_to_judge(image)
    if note:
        return Score(0.0, UNKNOWN, np.zeros((1, 1), np.float32), note)
    # A dark picture is judged as if it had enough light, and then loses what the darkness is worth: how good
    # it would be and how dark it is are two questions.
    stops = stops_missing(light(image.pixels))
    lit = image.with_pixels(brightened(image.pixels, stops)) if stops else image
    judgement = judged(lit.pixels, judge or open_judge(), progress)
    evidence = replace(look(lit), says=judgement.says)
    if stops:
        # JPEG's steps are known as they were stored only.
        evidence = replace(evidence, rounding=rounding(image.pixels))
    found = verdict(evidence)
    kept = worth(stops)
    # The cells are judged without the clues of the whole: moved, they tell the same as the score.
    cells = kept * np.clip(judgement.scores + (found.points - judgement.says["score"]), 0, 100)
    damages = {name: kept * likely for name, likely in found.damages.items()}
    damages["dark"] += 1 - kept
    return Score(kept * found.points, found.uncertainty, cells, damages=damages)


def nothing_to_judge(image: Image) -> str:
    """Why a picture shows nothing that could be judged; empty if it does."""
    if min(image.size) < SMALLEST:
        return f"a picture of {image.size} pixels is too small to judge"
    if not np.isfinite(image.pixels[:: max(1, image.size.height // 512)]).all():
        return "it has values that are no numbers"
    spread = max(float(square.luma.std()) for square in places(image.pixels))
    return "it shows nothing but one flat colour" if spread < FLAT else ""
