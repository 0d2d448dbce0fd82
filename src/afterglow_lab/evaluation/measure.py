"""Restorers measured side by side on the same pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from afterglow.metrics import METRICS
from afterglow.progress import SILENT, Progress
from afterglow_lab.evaluation.pairs import Case, Pair
from afterglow_lab.evaluation.restorers import Restorer, enlarged, restored

# A perfect copy has no finite value in dB; it counts as this, so that means and tests stay defined.
PERFECT = {"dB": 100.0, "σ/σ": 1e5}
SHOWN_WORST = 3


@dataclass(frozen=True)
class Measured:
    """One restorer on one case: for each metric, one value for each picture."""

    case: str
    restorer: str
    kmacs: float | None
    names: tuple[str, ...]
    values: dict[str, np.ndarray]
    before: np.ndarray  # PSNR of the damaged pictures
    seconds: np.ndarray
    megapixels: np.ndarray  # of the damaged pictures

    @property
    def gains(self) -> np.ndarray:
        """PSNR won on each picture; negative where the restorer did harm."""
        gains: np.ndarray = self.values["psnr"] - self.before
        return gains

    @property
    def seconds_per_megapixel(self) -> float | None:
        """None where the work was not done here."""
        return float(self.seconds.sum() / self.megapixels.sum()) if self.seconds.any() else None


@dataclass(frozen=True)
class Shown:
    """A picture worth looking at: before, after, and as it should be."""

    case: str
    restorer: str
    name: str
    gain: float
    before: np.ndarray
    after: np.ndarray
    reference: np.ndarray


def measure(
    case: Case, restorers: Sequence[Restorer], metrics: Sequence[str], progress: Progress = SILENT
) -> tuple[list[Measured], list[Shown]]:
    """Every restorer on every picture of a case, and the worst pictures and the best of the second."""
    wanted = dict.fromkeys(["psnr", *metrics])
    columns: list[list[tuple[dict[str, float], float]]] = [[] for _ in restorers]
    judged, shown = restorers[1:2], list[Shown]()
    names, before, megapixels = [], [], []
    # Pictures outside, restorers inside: whatever else the machine does slows all of them alike.
    for source in progress.over(case.sources):
        pair = case.pair(source)
        damaged = enlarged(pair.picture, pair)
        names.append(pair.name)
        before.append(_value("psnr", damaged, pair))
        megapixels.append(pair.picture.shape[0] * pair.picture.shape[1] / 1e6)
        for restorer, column in zip(restorers, columns, strict=True):
            result = restored(restorer, pair)
            values = {metric: _value(metric, result.pixels, pair) for metric in wanted}
            column.append((values, result.seconds))
            if restorer in judged:
                gain = values["psnr"] - before[-1]
                seen = Shown(
                    case.name, restorer.name, pair.name, gain, damaged, result.pixels, pair.reference
                )
                shown = _worth_showing([*shown, seen])
    measured = [
        Measured(
            case.name,
            restorer.name,
            restorer.kmacs,
            tuple(names),
            {metric: np.array([row[metric] for row, _ in column]) for metric in wanted},
            np.array(before),
            np.array([seconds if restorer.works_here else 0.0 for _, seconds in column]),
            np.array(megapixels),
        )
        for restorer, column in zip(restorers, columns, strict=True)
    ]
    return measured, shown


def _value(metric: str, pixels: np.ndarray, pair: Pair) -> float:
    # Papers on upscaling leave out as many border pixels as the factor says.
    border = pair.scale if pair.scale > 1 else 0
    rows, columns = (slice(border, side - border) for side in pair.reference.shape[:2])
    value = METRICS[metric].measure(pixels[rows, columns], pair.reference[rows, columns])
    return PERFECT[METRICS[metric].unit] if math.isinf(value) else value


def _worth_showing(seen: list[Shown]) -> list[Shown]:
    """The pictures with the smallest gains, and the one with the largest."""
    ranked = sorted(seen, key=lambda one: one.gain)
    return ranked if len(ranked) <= SHOWN_WORST + 1 else [*ranked[:SHOWN_WORST], ranked[-1]]
