"""Fitting what tells drawings from photographs: `python -m afterglow_lab.scoring.medium DATA`."""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from afterglow.score.medium import FILE, traits
from afterglow.score.perceptron import weighed
from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.pool import Picture, Split, read_pools
from afterglow_lab.scoring.damage import KINDS, compress
from afterglow_lab.scoring.stored import perceptron, write_perceptron

TAKEN = ("photo", "night", "phone_night", "phone_day")
DRAWN = ("illustration", "drawing")
DRAWINGS = {"train": range(1, 101), "val": range(90_000, 90_020)}  # seeds of our own
LEVELS = {
    "jpeg": (0.05, 0.95),
    "noise": (0.2, 0.8),
    "blur": (0.3, 0.9),
    "pixel": (0.25, 0.8),
    "dark": (0.1, 0.8),
}
AGAIN = 0.35  # share of damaged pictures that are compressed in the end
HIDDEN = 8
STEPS = 600
RATE = 1e-2
WEIGHT_DECAY = 0.1
NOISE = 0.1  # on the traits, in their own spreads


@dataclass(frozen=True)
class Table:
    """Traits of pictures under each damage, a row each, and which were drawn."""

    traits: np.ndarray
    drawn: np.ndarray


def gathered(data: Path, split: Split) -> Table:
    """The pictures of all pools clean and under each damage, cut anywhere."""
    rows, kinds = [], []
    for number, picture in enumerate(_pictures(data, split)):
        for turn, kind in enumerate(("", *KINDS)):
            rng = np.random.default_rng((split == "val", number, turn))
            rows.append(traits(_damaged(_cut(picture.pixels, rng), kind, rng)))
            kinds.append(picture.pool in DRAWN)
    return Table(np.array(rows, np.float32), np.array(kinds))


def fit(table: Table, seed: int = 0) -> dict[str, np.ndarray]:
    """The numbers of the network, drawings and photographs counting alike."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    mean, spread = table.traits.mean(axis=0), table.traits.std(axis=0) + 1e-3
    inputs = torch.from_numpy((table.traits - mean) / spread)
    drawn = torch.from_numpy(table.drawn.astype(np.float32))
    weights = torch.where(drawn > 0.5, 0.5 / drawn.mean(), 0.5 / (1 - drawn.mean()))
    first, second = nn.Linear(inputs.shape[1], HIDDEN), nn.Linear(HIDDEN, 1)
    optimizer = torch.optim.AdamW(
        [*first.parameters(), *second.parameters()], lr=RATE, weight_decay=WEIGHT_DECAY
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for _ in range(STEPS):
        out = second(torch.tanh(first(inputs + NOISE * torch.randn_like(inputs))))[:, 0]
        loss = functional.binary_cross_entropy_with_logits(out, drawn, weights)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        schedule.step()
    return perceptron(mean, spread, first, second)


def right(file: Path, table: Table) -> tuple[float, float]:
    """The shares of a table's drawings and of its photographs that the network in a file names right."""
    named = weighed(table.traits, file)[:, 0] > 0
    return float(named[table.drawn].mean()), float(1 - named[~table.drawn].mean())


def _pictures(data: Path, split: Split) -> list[Picture]:
    drawings = [Picture(f"drawing {n}", "drawing", drawing(n, 640, 640)) for n in DRAWINGS[split]]
    pools = [pool for pool in (*TAKEN, "illustration") if split == "train" or pool != "phone_day"]
    return [picture for pool in pools for picture in read_pools(data, (pool,), split, 160)] + drawings


def _cut(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    rows, columns = (int(side * rng.uniform(0.6, 1)) for side in pixels.shape[:2])
    top, left = (int(rng.integers(side + 1)) for side in (pixels.shape[0] - rows, pixels.shape[1] - columns))
    return np.ascontiguousarray(pixels[top : top + rows, left : left + columns])


def _damaged(pixels: np.ndarray, kind: str, rng: np.random.Generator) -> np.ndarray:
    if not kind:
        return pixels
    hurt = KINDS[kind](pixels, float(rng.uniform(*LEVELS[kind])), rng)
    return compress(hurt, float(rng.uniform(0.05, 0.8)), rng) if rng.random() < AGAIN else hurt


if __name__ == "__main__":
    write_perceptron(fit(gathered(Path(sys.argv[1]), "train")), FILE)
    print("drawings and photographs named right, held out:", right(FILE, gathered(Path(sys.argv[1]), "val")))
