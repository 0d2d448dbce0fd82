"""Fitting the verdict: `python -m afterglow_lab.scoring.fit EXAMPLES --data DATA`."""

import argparse
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from afterglow.models.session import Session
from afterglow.score.cells import judged, open_judge
from afterglow.score.verdict import DAMAGES, FILE, clues
from afterglow_lab.scoring.damage import KINDS
from afterglow_lab.scoring.examples import Example, rungs, sampler
from afterglow_lab.scoring.grades import CLEAN, POINTS
from afterglow_lab.scoring.ladders import RUNGS
from afterglow_lab.scoring.losses import order_loss, spread_loss
from afterglow_lab.scoring.stored import perceptron, write_perceptron

HIDDEN = 24
STEPS = 1500
RATE = 1e-2
WEIGHT_DECAY = 1e-2
NOISE = 0.12  # on the clues, in their own spreads
HELD_OUT = 5  # one ladder in so many
LEAST_HURT = 0.95  # share of a clean picture's points above which a damage does not count
# More of these clues never makes a picture better: JPEG's level, the mosaic's block, noise, blur; and less light.
FALLS_WITH = {0: 1.0, 1: 1.0, 2: 1.0, 3: 1.0, 4: -1.0}
LEAST_SLOPE = {0: 0.25, 1: 0.25, 2: 0.15, 3: 0.15, 4: 0.1}  # of the score's logit, per standard deviation
STRICTNESS = 5.0
NAMES = dict(zip(KINDS, ("jpeg", "noise", "blur", "pixelation", "dark"), strict=True))


@dataclass(frozen=True)
class Table:
    """Examples as arrays, a row each; four rows are a ladder."""

    clues: np.ndarray
    points: np.ndarray
    damage: np.ndarray  # index into DAMAGES
    drawn: np.ndarray


def with_judge(examples: list[Example], data: Path, judge: Session) -> list[Example]:
    """The examples with the judge's word, their pictures made again."""
    ladders, completed = sampler(data), []
    for step in dict.fromkeys(example.step for example in examples):
        pictures = rungs(ladders, step)
        same = [example for example in examples if example.step == step]
        for example, (image, *_) in zip(same, pictures, strict=True):
            completed.append(
                replace(example, found=replace(example.found, says=judged(image.pixels, judge).says))
            )
    return completed


def tabled(examples: list[Example]) -> Table:
    """Examples as arrays."""
    return Table(
        np.array([clues(example.found) for example in examples], np.float32),
        np.array([example.points for example in examples], np.float32),
        np.array([DAMAGES.index(worst(example.levels)) for example in examples]),
        np.array([example.drawn for example in examples], np.float32),
    )


def worst(levels: tuple[float, ...]) -> str:
    """The damage that costs the most points, or "clean"."""
    shares = {
        NAMES[kind]: float(np.interp(level, *POINTS[kind])) / CLEAN
        for kind, level in zip(KINDS, levels, strict=True)
    }
    name = min(shares, key=lambda kind: shares[kind])
    return name if shares[name] < LEAST_HURT else "clean"


def fit(table: Table, say: Callable[[str], None], seed: int = 0) -> dict[str, np.ndarray]:
    """The verdict's numbers."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    ladder = np.arange(len(table.points)) // RUNGS
    held_out = torch.from_numpy(ladder % HELD_OUT == 0)
    mean, spread = table.clues.mean(axis=0), table.clues.std(axis=0) + 1e-3
    inputs = torch.from_numpy((table.clues - mean) / spread)
    points, damage, drawn = (torch.from_numpy(a) for a in (table.points, table.damage, table.drawn))
    first, second = nn.Linear(inputs.shape[1], HIDDEN), nn.Linear(HIDDEN, 3 + len(DAMAGES))
    parameters = [*first.parameters(), *second.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)

    def losses(rows: Tensor, noise: float) -> tuple[Tensor, Tensor]:
        seen = inputs[rows] + noise * torch.randn_like(inputs[rows])
        out = second(torch.tanh(first(seen)))
        found = 100 * torch.sigmoid(out[:, 0])
        parts = (
            functional.smooth_l1_loss(found / 10, points[rows] / 10, beta=0.3)
            + 0.3 * order_loss(found, points[rows])
            + 0.1 * spread_loss(found.detach(), torch.exp(out[:, 1]), points[rows])
            + 0.3 * functional.cross_entropy(out[:, 2:-1], damage[rows])
            + 0.1 * functional.binary_cross_entropy_with_logits(out[:, -1], drawn[rows])
        )
        return parts, out

    def logit(seen: Tensor) -> Tensor:
        out: Tensor = second(torch.tanh(first(seen)))
        return out[:, 0]

    for step in range(STEPS):
        # Noise on the clues keeps the fit from learning its few hundred ladders by heart.
        loss, _ = losses(~held_out, NOISE)
        loss = loss + STRICTNESS * slope_loss(logit, inputs[~held_out])
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        schedule.step()
        if (step + 1) % 500 == 0:
            with torch.no_grad():
                _, out = losses(held_out, 0.0)
            off = (100 * torch.sigmoid(out[:, 0]) - points[held_out]).abs().mean()
            right = (out[:, 2:-1].argmax(1) == damage[held_out]).float().mean()
            drawings = ((out[:, -1] > 0) == (drawn[held_out] > 0.5)).float().mean()
            say(f"step {step + 1}: off by {off:.2f} points, damage {right:.3f}, drawings {drawings:.3f}")
    return perceptron(mean, spread, first, second)


def slope_loss(logit: Callable[[Tensor], Tensor], seen: Tensor) -> Tensor:
    """How far the score is from falling with every clue that must lower it, also where clues meet by chance."""
    mixed = seen.detach().clone()
    for clue in FALLS_WITH:
        mixed[:, clue] = mixed[torch.randperm(len(mixed)), clue]
    everywhere = torch.cat([seen.detach(), mixed]).requires_grad_()
    (slopes,) = torch.autograd.grad(logit(everywhere).sum(), everywhere, create_graph=True)
    wrong = [
        functional.relu(sign * slopes[:, clue] + LEAST_SLOPE[clue]).mean()
        for clue, sign in FALLS_WITH.items()
    ]
    return torch.stack(wrong).sum()


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the pools")
    options = parser.parse_args(argv)
    examples = with_judge(pickle.loads(options.examples.read_bytes()), options.data, open_judge(1))
    write_perceptron(fit(tabled(examples), print), FILE)


if __name__ == "__main__":
    main()
