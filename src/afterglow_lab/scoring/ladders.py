"""Ladders: one picture in several grades of damage, best first, the same for the same seed and step."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.data.patches import shrink
from afterglow_lab.data.pool import Picture
from afterglow_lab.scoring.damage import KINDS
from afterglow_lab.scoring.grades import CLEAN, points
from afterglow_lab.scoring.likeness import likeness

RUNGS = 4
DRAWN = ("illustration", "drawing")  # pools of drawings; all others are photographs

RECIPES: dict[tuple[str, ...], float] = {
    ("jpeg",): 0.26,
    ("noise",): 0.16,
    ("blur",): 0.14,
    ("pixel",): 0.11,
    ("dark",): 0.09,
    ("noise", "jpeg"): 0.08,
    ("blur", "jpeg"): 0.05,
    ("dark", "noise"): 0.04,
    ("blur", "noise"): 0.03,
    ("pixel", "jpeg"): 0.02,
    (): 0.02,  # frames of nothing but noise
}
"""Kinds of damage in the order in which they happen, and how often."""


Rung = tuple[np.ndarray, float, list[float], float]
"""Pixels, points, levels, and 1 for a drawing."""


@dataclass(frozen=True)
class Batch:
    """Ladders flattened: rung `r` of ladder `n` is row `n · RUNGS + r`."""

    pixels: np.ndarray  # rows × 3 × side × side, float32, 0 to 1
    points: np.ndarray  # 0 to 100
    levels: np.ndarray  # rows × kinds
    drawn: np.ndarray  # 1 for a drawing


@dataclass(frozen=True)
class LadderSampler:
    """Draws batches; whatever it draws depends only on the seed and the step."""

    pictures: list[Picture]
    shares: dict[str, float]  # of the pools
    ladders: int
    side: int
    seed: int

    def batch(self, step: int) -> Batch:
        rng = np.random.default_rng((self.seed, step))
        rows = [row for _ in range(self.ladders) for row in self._ladder(rng)]
        pixels, scores, levels, drawn = zip(*rows, strict=True)
        stacked = np.stack(pixels).transpose(0, 3, 1, 2).astype(np.float32) / 255
        return Batch(
            np.ascontiguousarray(stacked),
            np.array(scores, np.float32),
            np.array(levels, np.float32),
            np.array(drawn, np.float32),
        )

    def _ladder(self, rng: np.random.Generator) -> list[Rung]:
        names = list(RECIPES)
        recipe = names[int(rng.choice(len(names), p=list(RECIPES.values())))]
        if not recipe:
            return [_noise_frame(self.side, rng) for _ in range(RUNGS)]
        picture = self._choose(rng)
        clean = _turned(self._crop(picture.pixels, rng), rng)
        # Each rung draws the same look, so that only the level differs.
        seed = int(rng.integers(2**31))
        return [
            (*_damaged(clean, levels, seed), float(picture.pool in DRAWN))
            for levels in rising_levels(recipe, rng)
        ]

    def _choose(self, rng: np.random.Generator) -> Picture:
        pools = sorted({picture.pool for picture in self.pictures})
        shares = np.array([self.shares[pool] for pool in pools])
        pool = pools[int(rng.choice(len(pools), p=shares / shares.sum()))]
        members = [picture for picture in self.pictures if picture.pool == pool]
        return members[int(rng.integers(len(members)))]

    def _crop(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        height, width = pixels.shape[:2]
        for _ in range(4):
            factor = rng.uniform(0.5, 0.95) if rng.random() < 0.6 else 1.0
            wide = min(round(self.side / factor), height, width)
            top, left = int(rng.integers(height - wide + 1)), int(rng.integers(width - wide + 1))
            crop = pixels[top : top + wide, left : left + wide]
            # In an empty crop no damage shows; it could only teach guessing.
            if crop[::4, ::4].std() > 6:
                break
        return crop if wide == self.side else shrink(crop, self.side, int(rng.integers(2)))


def rising_levels(recipe: tuple[str, ...], rng: np.random.Generator) -> list[dict[str, float]]:
    """The levels of each rung, none of them the same; often the first is clean, sometimes all lie close."""
    low, high = sorted(rng.uniform(0, 1, 2))
    if rng.random() < 0.6:
        low, high = 0.0, 1.0
    steps = np.sort(rng.uniform(low, high, RUNGS))
    others = np.sort(rng.uniform(0.1, 0.8 * high + 0.1, RUNGS))
    rungs = [
        {kind: (steps if n == 0 else others)[rung] for n, kind in enumerate(recipe)} for rung in range(RUNGS)
    ]
    if "pixel" in recipe:
        blocks = np.sort(rng.choice(np.arange(2, 17), RUNGS, replace=False))
        rungs = [
            rung | {"pixel": float(np.log2(block) / 4)} for rung, block in zip(rungs, blocks, strict=True)
        ]
    if rng.random() < 0.5:
        rungs[0] = dict.fromkeys(recipe, 0.0)
    return rungs


def _damaged(clean: np.ndarray, levels: dict[str, float], seed: int) -> tuple[np.ndarray, float, list[float]]:
    """A rung: its pixels, points and levels."""
    hurt = {kind: level for kind, level in levels.items() if level > 0}
    pixels = clean
    for kind, level in hurt.items():
        pixels = KINDS[kind](pixels, level, np.random.default_rng((seed, len(kind))))
    worth = points(hurt, likeness(pixels, clean) if len(hurt) == 1 else None) if hurt else CLEAN
    return pixels, worth, [levels.get(kind, 0.0) for kind in KINDS]


def _noise_frame(side: int, rng: np.random.Generator) -> Rung:
    gray = rng.random() < 0.5
    values: np.ndarray = rng.random((side, side, 1 if gray else 3), np.float32)
    if rng.random() < 0.5:
        values = 0.5 + rng.uniform(0.1, 0.4) * rng.standard_normal(values.shape, np.float32)
    if rng.random() < 0.3:
        values = cv2.GaussianBlur(values, (0, 0), float(rng.uniform(0.5, 1.2))).reshape(values.shape)
    frame = np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8)
    levels = [float(kind == "noise") for kind in KINDS]
    return np.broadcast_to(frame, (side, side, 3)), 2.0, levels, 0.0


def _turned(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    turned = np.rot90(pixels, int(rng.integers(4)))
    return np.ascontiguousarray(turned[:, ::-1] if rng.random() < 0.5 else turned)
