"""Training the judge: `python -m afterglow_lab.scoring.train --data DATA --out FOLDER --minutes 40`.

Stop it as you like; started again with the same words, it goes on.
"""

import argparse
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch

from afterglow_lab.checkpoint import Player, Position, read_checkpoint, write_checkpoint, write_tensors
from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.patches import ahead
from afterglow_lab.data.pool import Picture, read_pools
from afterglow_lab.scoring.judge_network import SAYS, Judge, pooled
from afterglow_lab.scoring.ladders import Batch, LadderSampler
from afterglow_lab.scoring.losses import loss_of

POOLS = {"photo": 0.48, "night": 0.1, "illustration": 0.27, "drawing": 0.15}
FOREVER = 2**31


@dataclass(frozen=True)
class Plan:
    """How the judge learns."""

    minutes: float = 40
    rate: float = 1.5e-3
    warm_up: int = 100
    ladders: int = 8
    side: int = 160
    average: float = 0.998
    drawings: int = 24  # made by us, beside those of the pool
    seed: int = 1
    log_every: int = 50
    keep_every: int = 100


def train(data: Path, folder: Path, plan: Plan, say: Callable[[str], None]) -> Path:
    """Train for the plan's minutes, going on from the folder's checkpoint; the averaged weights' file."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(plan.seed)
    folder.mkdir(parents=True, exist_ok=True)
    judge = Judge()
    average = {name: tensor.clone() for name, tensor in judge.state_dict().items()}
    optimizer = torch.optim.AdamW(judge.parameters(), lr=plan.rate, weight_decay=1e-4, fused=True)
    players = [Player("", judge, optimizer)]
    checkpoint = folder / "last.safetensors"
    at = read_checkpoint(checkpoint, players, average) if checkpoint.exists() else Position()
    sampler = LadderSampler(_pictures(data, plan, say), POOLS, plan.ladders, plan.side, plan.seed)
    batches = cast(Iterator[Batch], ahead(cast(Any, sampler), at.step, FOREVER))
    say(f"{len(sampler.pictures)} pictures, from step {at.step}")
    clock, parts = time.perf_counter(), dict[str, float]()
    while (progress := at.seconds / 60 / plan.minutes) < 1:
        rate = plan.rate * min(1, (at.step + 1) / plan.warm_up) * (1 + math.cos(math.pi * progress)) / 2
        found, error = _step(judge, optimizer, next(batches), rate)
        keep = min(plan.average, (1 + at.step) / (10 + at.step))
        for name, tensor in judge.state_dict().items():
            average[name].lerp_(tensor, 1 - keep)
        now = time.perf_counter()
        at = Position(at.step + 1, at.seconds + now - clock, 0.98 * (at.running_loss or error) + 0.02 * error)
        clock = now
        parts = {name: 0.98 * parts.get(name, value) + 0.02 * value for name, value in found.items()}
        if at.step % plan.log_every == 0:
            said = "  ".join(f"{name} {value:.3f}" for name, value in parts.items())
            say(f"step {at.step}  {at.seconds / 60:.1f} min  off by {at.running_loss:.2f} points  {said}")
            with (folder / "log.jsonl").open("a") as log:
                log.write(json.dumps({"step": at.step, "seconds": at.seconds, **parts}) + "\n")
        if at.step % plan.keep_every == 0:
            write_checkpoint(checkpoint, players, average, at)
    write_checkpoint(checkpoint, players, average, at)
    weights = folder / "weights.safetensors"
    write_tensors(weights, average, {"steps": str(at.step), "minutes": f"{at.seconds / 60:.1f}"})
    say(f"finished: {at.step} steps in {at.seconds / 60:.1f} minutes")
    return weights


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the pools")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints go")
    parser.add_argument("--minutes", type=float, default=Plan.minutes)
    options = parser.parse_args(argv)
    train(options.data, options.out, Plan(minutes=options.minutes), lambda line: print(line, flush=True))


def _pictures(data: Path, plan: Plan, say: Callable[[str], None]) -> list[Picture]:
    pools = tuple(pool for pool in POOLS if pool != "drawing")
    drawn = [Picture(f"drawing {seed}", "drawing", drawing(seed, 512, 512)) for seed in range(plan.drawings)]
    return read_pools(data, pools, "train", plan.side, say) + drawn


def _step(
    judge: Judge, optimizer: torch.optim.Optimizer, batch: Batch, rate: float
) -> tuple[dict[str, float], float]:
    """One update; the parts of the loss, and the mean error in points."""
    pixels, points, levels, drawn = (
        torch.from_numpy(np.ascontiguousarray(array))
        for array in (batch.pixels, batch.points, batch.levels, batch.drawn)
    )
    with torch.autocast("cpu", torch.bfloat16):
        said = judge(pixels.to(memory_format=torch.channels_last))
    parts = loss_of(said.float(), points, levels, drawn)
    torch.autograd.backward(torch.stack(list(parts.values())).sum())
    torch.nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    optimizer.zero_grad()
    score = pooled(said.detach())[:, SAYS.index("score")]
    return {name: part.item() for name, part in parts.items()}, float((score - points).abs().mean())


if __name__ == "__main__":
    main()
