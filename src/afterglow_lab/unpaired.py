"""Pairs from pictures that have none, by CycleGAN, as Fantastic Filter made them.

Two generators learn from photos of two cameras that never took the same picture: F makes a good photo
look like a bad one, G a bad one look good. F(y) and F(F(y)) of the good photos y then become the damaged
half of pairs that the paired training learns from.
"""

import argparse
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from afterglow.errors import AfterglowError
from afterglow.toml import read_toml
from afterglow_lab.checkpoint import Player, Position, read_checkpoint, write_checkpoint
from afterglow_lab.data.patches import ROOM, Batch, PatchPlan, Sampler, ahead, to_float
from afterglow_lab.data.pool import read_pools
from afterglow_lab.learner import on, optimizer_of
from afterglow_lab.log import Log
from afterglow_lab.losses import ADVERSARIAL, LOSSES
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Budget, Optimizer, untouched
from afterglow_lab.schedules import rate_at
from afterglow_lab.train import FOREVER, check_loss, prepare, progress_of

Say = Callable[[str], None]


@dataclass(frozen=True)
class Weights:
    """What counts how much: coming back unchanged, and leaving alone what is already right."""

    cycle: float = 10.0
    identity: float = 5.0
    features: float = 0.0


@dataclass(frozen=True)
class Unpaired:
    """One experiment with the pools of `bad` and of `good` pictures."""

    name: str
    bad: PatchPlan
    good: PatchPlan
    budget: Budget
    generator: str = "cyclegan"
    judge: str = "ff_discriminator"
    game: Literal["lsgan", "bce"] = "lsgan"
    weights: Weights = Weights()
    optimizer: Optimizer = field(
        default_factory=lambda: Optimizer(kind="adam", rate=2e-4, betas=(0.5, 0.999))
    )
    seed: int = 1
    threads: int = 2
    bfloat16: bool = True
    keep_every: int = 200
    log_every: int = 20


class Cycle:
    """F, G and their judges, each with an optimiser of its own."""

    def __init__(self, run: Unpaired, device: torch.device) -> None:
        def player(prefix: str, network: str) -> Player:
            built = on(NETWORKS[network](), device)
            return Player(prefix, built, optimizer_of(run.optimizer, built))

        self.run, self.device = run, device
        self.worsen = player("worsen.", run.generator)
        self.improve = player("improve.", run.generator)
        self.judge_bad = player("judge_bad.", run.judge)
        self.judge_good = player("judge_good.", run.judge)
        self.players = [self.worsen, self.improve, self.judge_bad, self.judge_good]

    def learn(self, bad: Tensor, good: Tensor, rate: float, step: int) -> float:
        """One update of all four; the generators' loss."""
        torch.manual_seed(self.run.seed * 1_000_003 + step)
        worsened, improved = self._apply(self.worsen, good), self._apply(self.improve, bad)
        self._freeze_judges(True)
        loss = self._generators_loss(bad, good, worsened, improved)
        torch.autograd.backward(loss)
        self._freeze_judges(False)
        game = ADVERSARIAL[self.run.game]
        for judge, real, made in ((self.judge_bad, bad, worsened), (self.judge_good, good, improved)):
            torch.autograd.backward(game.telling(judge.network(real), judge.network(made.detach())))
        for player in self.players:
            nn.utils.clip_grad_norm_(player.network.parameters(), self.run.optimizer.clip)
            for group in player.optimizer.param_groups:
                group["lr"] = rate
            player.optimizer.step()
            player.optimizer.zero_grad()
        return loss.item()

    def _generators_loss(self, bad: Tensor, good: Tensor, worsened: Tensor, improved: Tensor) -> Tensor:
        game, weights = ADVERSARIAL[self.run.game], self.run.weights
        loss = game.fooling(self.judge_bad.network(worsened)) + game.fooling(
            self.judge_good.network(improved)
        )
        back_good, back_bad = self._apply(self.improve, worsened), self._apply(self.worsen, improved)
        for back, start in ((back_good, good), (back_bad, bad)):
            loss = loss + weights.cycle * LOSSES["l1"](back, start)
            if weights.features:
                loss = loss + weights.features * LOSSES["feature_cycle"](back, start)
        if weights.identity:
            for player, same in ((self.worsen, bad), (self.improve, good)):
                loss = loss + weights.identity * LOSSES["l1"](self._apply(player, same), same)
        return loss

    def _apply(self, player: Player, batch: Tensor) -> Tensor:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.run.bfloat16):
            output: Tensor = player.network(batch)
        return output.float()

    def _freeze_judges(self, frozen: bool) -> None:
        for judge in (self.judge_bad, self.judge_good):
            judge.network.requires_grad_(not frozen)


def train_unpaired(run: Unpaired, data: Path, folder: Path, say: Say = lambda line: None) -> Cycle:
    """Train until the budget is used, going on from the folder's checkpoint if there is one."""
    device = prepare(run.threads, run.seed)
    cycle = Cycle(run, device)
    checkpoint = folder / "last.safetensors"
    at = read_checkpoint(checkpoint, cycle.players, {}) if checkpoint.exists() else Position()
    log = Log(folder, at.step)
    last = run.budget.steps or FOREVER
    clock = time.perf_counter()
    with (
        closing(_patches(run.bad, run.seed, data, at.step, last, say)) as bad,
        closing(_patches(run.good, run.seed + 1, data, at.step, last, say)) as good,
    ):
        while (progress := progress_of(run.budget, at)) < 1:
            rate = rate_at(run.optimizer, at.step, progress)
            here, there = (torch.from_numpy(next(side)[1]).to(device) for side in (bad, good))
            loss = cycle.learn(here, there, rate, at.step)
            check_loss(loss, at)
            now = time.perf_counter()
            typical = 0.99 * (at.running_loss or loss) + 0.01 * loss
            at = Position(at.step + 1, at.seconds + now - clock, typical)
            clock = now
            if at.step % run.log_every == 0:
                log.write(at.step, loss=loss, rate=rate, seconds=at.seconds)
                say(f"step {at.step}  {100 * progress:.1f} %  loss {typical:.4f}")
            if at.step % run.keep_every == 0:
                write_checkpoint(checkpoint, cycle.players, {}, at)
    write_checkpoint(checkpoint, cycle.players, {}, at)
    return cycle


def write_pairs(run: Unpaired, cycle: Cycle, data: Path, target: Path, say: Say = lambda line: None) -> int:
    """Write F(y) and F(F(y)) beside y for every good picture y, as a pool of pairs; how many there are."""
    pictures = read_pools(data, tuple(run.good.pools), "train", run.good.patch, say)
    for picture in pictures:
        once = worsened(cycle.worsen.network, picture.pixels)
        for suffix, damaged in (("once", once), ("twice", worsened(cycle.worsen.network, once))):
            name = f"{Path(picture.name).stem}_{suffix}.png"
            height, width = damaged.shape[:2]
            _write(target / "damaged" / name, damaged)
            _write(target / "clean" / name, picture.pixels[:height, :width])
    return 2 * len(pictures)


@torch.no_grad()
def worsened(network: nn.Module, pixels: np.ndarray) -> np.ndarray:
    """A whole picture through the network, less the last rows and columns that do not fit it."""
    multiple = int(getattr(network, "multiple_of", 1))
    height, width = (side // multiple * multiple for side in pixels.shape[:2])
    batch = torch.from_numpy(to_float(pixels[:height, :width]).transpose(2, 0, 1).copy())[None]
    output = network(batch.to(next(network.parameters()).device)).float().clamp(0, 1)[0]
    return np.rint(output.cpu().numpy().transpose(1, 2, 0) * 255).astype(np.uint8)


def main(argv: list[str] | None = None) -> int:
    """The command line of `afterglow unpaired`."""
    parser = argparse.ArgumentParser(prog="afterglow unpaired", description=__doc__)
    parser.add_argument("run", type=Path, help="the run file")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the pools")
    parser.add_argument("--out", type=Path, default=Path("runs-out"), help="where checkpoints go")
    parser.add_argument("--pairs", type=Path, required=True, help="where the pool of pairs is written")
    options = parser.parse_args(argv)

    def say(line: str) -> None:
        print(line, flush=True)

    try:
        run = read_toml(options.run, Unpaired)
        cycle = train_unpaired(run, options.data, options.out / run.name, say)
        say(f"{write_pairs(run, cycle, options.data, options.pairs, say)} pairs in {options.pairs}")
    except AfterglowError as error:
        print(f"afterglow unpaired: {error}", file=sys.stderr)
        return 1
    return 0


def _patches(
    plan: PatchPlan, seed: int, data: Path, first: int, last: int, say: Say
) -> Generator[Batch, None, None]:
    pictures = read_pools(data, tuple(plan.pools), "train", plan.patch + ROOM, say)
    return ahead(Sampler(pictures, plan, untouched, 1, seed), first, last)


def _write(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.ascontiguousarray(pixels[..., ::-1]))


if __name__ == "__main__":
    sys.exit(main())
