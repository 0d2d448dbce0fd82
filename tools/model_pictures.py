"""What each model does best and worst, shown on scenes and drawings of our own: `make models-report` draws them.

Of many places in many pictures the one that won most and the one that won least are cut out, each damaged, restored and
as it was before. The picture goes beside the model's page, which says how many decibels that were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

import afterglow
from afterglow.metrics.psnr import psnr
from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.scenes import SCENES, scene
from afterglow_lab.evaluation.damages import damage_of, damages

FOLDER = Path(__file__).resolve().parents[1] / "docs/models/pictures"
SIDE, WINDOW, STEP, ZOOM, GAP = 512, 128, 64, 2, 4
SEEDS = range(9000, 9006)
CALM = 6.0  # a window whose standard deviation is below shows nothing
DAMAGES = {
    "jpeg-photo": damages([10, 30, 75], [], [], []),
    "jpeg-art": damages([10, 30, 75], [], [], []),
    "mosaic-art": damages([], [2, 4, 6], [], []),
    "night": [damage_of(f'n = {{ kind = "night", iso = [{iso}, {iso}] }}') for iso in (800, 3200)],
    "phone": [damage_of('p = { kind = "phone", untouched = 0.0 }')],
    "upscale": damages([], [], [], [2]),
}


@dataclass(frozen=True)
class Place:
    """A window of one picture: damaged, restored, as it was, and what the restoring won there in dB."""

    shown: tuple[np.ndarray, np.ndarray, np.ndarray]
    gain: float


def draw_extremes(task: str, model: str) -> str:
    """Draws `model`'s best and worst place and says in Markdown what they are."""
    places = sorted(_places(task, model), key=lambda place: place.gain)
    worst, best = places[0], places[-1]
    FOLDER.mkdir(parents=True, exist_ok=True)
    Image.fromarray(_sheet(best, worst)).save(FOLDER / f"{model}.png", optimize=True)
    said = f"{model} at its best ({best.gain:+.1f} dB) and at its worst ({worst.gain:+.1f} dB)"
    return (
        f"![{said}](pictures/{model}.png)\n\nDamaged, restored and as it was: above, where `{model}` won most of "
        f"{len(places):,} places ({best.gain:+.1f} dB); below, where it won least ({worst.gain:+.1f} dB)."
    )


def _places(task: str, model: str) -> Iterator[Place]:
    for seed in SEEDS:
        for clean in _originals(task, seed):
            for number, (_, damage, scale) in enumerate(DAMAGES[task]):
                given, wanted = damage(clean, np.random.default_rng((seed, number)))
                made = afterglow.enhance(given, model=model, engine="onnxruntime", scale=scale)
                size = wanted.shape[1], wanted.shape[0]
                before = Image.fromarray(given).resize(size, Image.Resampling.BICUBIC)
                yield from _windows(np.asarray(before), made.pixels, wanted)


def _originals(task: str, seed: int) -> list[np.ndarray]:
    if task.endswith("-art"):
        return [drawing(seed, SIDE, SIDE)]
    return [scene(kind, seed, SIDE, SIDE) for kind in SCENES]


def _windows(before: np.ndarray, after: np.ndarray, wanted: np.ndarray) -> Iterator[Place]:
    for top in range(0, SIDE - WINDOW + 1, STEP):
        for left in range(0, SIDE - WINDOW + 1, STEP):
            cut = np.s_[top : top + WINDOW, left : left + WINDOW]
            if wanted[cut].std(axis=(0, 1)).max() > CALM and not np.array_equal(before[cut], wanted[cut]):
                shown = (before[cut], after[cut], wanted[cut])
                yield Place(shown, psnr(after[cut], wanted[cut]) - psnr(before[cut], wanted[cut]))


def _sheet(*rows: Place) -> np.ndarray:
    """A row for each place, its three pictures side by side, each pixel shown as a block."""
    large, white = WINDOW * ZOOM, 255
    sheet = np.full((len(rows) * (large + GAP) - GAP, 3 * (large + GAP) - GAP, 3), white, np.uint8)
    for row, place in enumerate(rows):
        for column, pixels in enumerate(place.shown):
            top, left = row * (large + GAP), column * (large + GAP)
            sheet[top : top + large, left : left + large] = pixels.repeat(ZOOM, axis=0).repeat(ZOOM, axis=1)
    return sheet
