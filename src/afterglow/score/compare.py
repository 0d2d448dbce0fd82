"""Which of two pictures is better, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from afterglow.image.image import Image, to_unit
from afterglow.metrics import METRICS
from afterglow.models.session import Session
from afterglow.progress import SILENT, Progress
from afterglow.score.alike import Alike, made_alike
from afterglow.score.cells import installed, judge_card, open_judge
from afterglow.score.sample import LUMA
from afterglow.score.score import Score, score

EQUAL = 0.6  # confidence below which neither picture is called better
PAIR_SPREAD = 4.0  # points, standard deviation of a difference of scores of one picture's versions
SAME_PIXELS = 130.0  # dB: one step of 16 bits everywhere leaves 96, the same values in another depth 150
REGION = 32  # pixels along a square in which two pictures are compared with a reference
# Neighbouring squares tell much the same: this many count as one.
ALIKE_REGIONS = 4.0


@dataclass(frozen=True, eq=False)
class Comparison:
    """Which picture is better, "a", "b" or "" if that cannot be said, and how sure that is, 0.5 to 1."""

    better: str
    confidence: float
    reason: str
    scores: dict[str, Score]  # of "a" and "b", each at its native size
    metrics: dict[str, dict[str, float]]  # name to "a" and "b" beside the reference, or "between" the two
    notes: tuple[str, ...] = ()
    shifts: dict[str, tuple[float, float]] = field(
        default_factory=dict
    )  # pixels right and down, of those moved


def compare(
    a: Image,
    b: Image,
    reference: Image | None = None,
    *,
    judge: Session | None = None,
    progress: Progress = SILENT,
) -> Comparison:
    """Compare two pictures by themselves, or by how near each comes to a reference."""
    if judge is None and installed():
        judge = open_judge()
    scores = {}
    if judge:
        scores = {
            "a": score(a, judge, progress.part(0, 0.25)),
            "b": score(b, judge, progress.part(0.25, 0.5)),
        }
    later = progress.part(0.5, 1)
    if reference is None:
        alike = made_alike(a, "A", {"B": b})
        flat, other = alike.base, alike.pictures["B"]
        metrics = {
            name: {"between": METRICS[name].measure(other.pixels, flat.pixels)}
            for name in later.over([*METRICS])
        }
        better, confidence, reason = _by_scores(scores)
        if metrics["psnr"]["between"] >= SAME_PIXELS:
            where = " where they overlap" if alike.places else ""
            better, confidence, reason = "", 1.0, f"their pixels are equal{where}"
        return Comparison(better, confidence, reason, scores, metrics, alike.notes, _shifts(alike))
    alike = made_alike(reference, "the reference", {"A": a, "B": b})
    truth = alike.base
    laid = {name.lower(): picture for name, picture in alike.pictures.items()}
    metrics = {
        name: {side: METRICS[name].measure(flat.pixels, truth.pixels) for side, flat in laid.items()}
        for name in later.over([*METRICS])
    }
    better, confidence, reason = _by_reference(laid["a"].pixels, laid["b"].pixels, truth.pixels)
    return Comparison(better, confidence, reason, scores, metrics, alike.notes, _shifts(alike))


def _shifts(alike: Alike) -> dict[str, tuple[float, float]]:
    return {name.lower(): (place.right, place.down) for name, place in alike.places.items()}


def _by_scores(scores: dict[str, Score]) -> tuple[str, float, str]:
    if not scores:
        return "", 0.5, "without a reference and without the judge neither can be called better"
    unseen = [f"{side.upper()}: {found.note}" for side, found in scores.items() if found.note]
    if unseen:
        return "", 0.5, "; ".join(unseen)
    spread = judge_card().numbers.get("pair_spread", PAIR_SPREAD)
    gap = scores["a"].value - scores["b"].value
    confidence = _normal(abs(gap) / spread)
    told = f"A scores {scores['a']} and B {scores['b']}"
    if confidence < EQUAL:
        return "", confidence, f"{told}: too near to tell"
    return ("a" if gap > 0 else "b"), confidence, told


def _by_reference(a: np.ndarray, b: np.ndarray, truth: np.ndarray) -> tuple[str, float, str]:
    """By the squared error of luma in each region: a mean with its standard error."""
    gaps = _region_errors(b, truth) - _region_errors(a, truth)
    if not gaps.any():
        return "", 1.0, "both are equally far from the reference"
    independent = max(2.0, len(gaps) / ALIKE_REGIONS)
    error = float(gaps.std()) / math.sqrt(independent)
    confidence = _normal(abs(float(gaps.mean())) / error) if error else 1.0
    winner, share = ("a", np.mean(gaps > 0)) if gaps.mean() > 0 else ("b", np.mean(gaps < 0))
    told = f"{winner.upper()} is nearer to the reference in {100 * share:.0f} % of its regions"
    return (winner if confidence >= EQUAL else ""), confidence, told


def _region_errors(pixels: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The root of the mean squared difference of luma in each region."""
    rows, columns = truth.shape[:2]
    across = np.arange(0, columns, REGION)
    widths = np.minimum(columns - across, REGION)
    found = []
    for top in range(0, rows, REGION):
        part = slice(top, top + REGION)
        difference = (to_unit(pixels[part]) - to_unit(truth[part])) @ LUMA
        height = len(difference)
        squares = np.add.reduceat(np.square(difference).sum(axis=0, dtype=np.float64), across)
        found.append(np.sqrt(squares / (height * widths)))
    return np.concatenate(found)


def _normal(deviations: float) -> float:
    """The share of a normal distribution below so many standard deviations."""
    return 0.5 * (1 + math.erf(deviations / math.sqrt(2)))
