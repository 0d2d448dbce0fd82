"""Pairs from pictures that have none, by CycleGAN, as Fantastic Filter made them.

Two generators learn from photos of two cameras that never took the same picture: F makes a good photo
look like a bad one, G a bad one look good. F(y) and F(F(y)) of the good photos y then become the damaged
half of pairs that the paired training learns from.
"""

import dataclasses
import hashlib
import sys
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn

from afterglow.errors import WrongOption
from afterglow.progress import SILENT, Progress
from afterglow.toml import read_toml
from afterglow_lab.bar import Say, told
from afterglow_lab.bounds import ANY, check_bounds
from afterglow_lab.checkpoint import Player, Position, read_checkpoint, write_checkpoint
from afterglow_lab.command import budget_asked, ended, training_parser
from afterglow_lab.data.manifest import Manifest
from afterglow_lab.data.naming import pair_name
from afterglow_lab.data.patches import Batch, PatchPlan, Sampler, ahead
from afterglow_lab.data.pictures import encoded, put, sha256
from afterglow_lab.data.pool import read_pools
from afterglow_lab.degradations.chain import Chain
from afterglow_lab.fitting import check_judge, check_network
from afterglow_lab.history import History
from afterglow_lab.learner import halved, on, optimizer_of
from afterglow_lab.log import Log
from afterglow_lab.losses import ADVERSARIAL, LOSSES
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Budget, Optimizer, check_budget, check_experiment
from afterglow_lab.schedules import rate_at
from afterglow_lab.through import through, write_samples
from afterglow_lab.train import FOREVER, check_loss, prepare, progress_of

TURNS = ("once", "twice")


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
    history: int = 50
    optimizer: Optimizer = field(
        default_factory=lambda: Optimizer(kind="adam", rate=2e-4, betas=(0.5, 0.999))
    )
    seed: int = 1
    threads: int = 2
    bfloat16: bool = True
    keep_every: int = 200
    log_every: int = 20
    tensorboard: bool = False

    def __post_init__(self) -> None:
        check_experiment(self)
        check_bounds(self, "the run file", history=(0, ANY))


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
        self.seen_bad = History(run.history, run.good.patch, device)
        self.seen_good = History(run.history, run.bad.patch, device)

    def kept(self) -> dict[str, Tensor]:
        """What a checkpoint holds besides the players."""
        return self.seen_bad.tensors("seen_bad.") | self.seen_good.tensors("seen_good.")

    def learn(self, bad: Tensor, good: Tensor, rate: float, step: int) -> float:
        """One update of all four; the generators' loss."""
        torch.manual_seed(self.run.seed * 1_000_003 + step)
        worsened, improved = self._apply(self.worsen, good), self._apply(self.improve, bad)
        self._freeze_judges(True)
        loss = self._generators_loss(bad, good, worsened, improved)
        torch.autograd.backward(loss)
        self._freeze_judges(False)
        game = ADVERSARIAL[self.run.game]
        rng = np.random.default_rng((self.run.seed, step))
        older_bad = self.seen_bad.mixed(worsened.detach(), rng)
        older_good = self.seen_good.mixed(improved.detach(), rng)
        for judge, real, made in ((self.judge_bad, bad, older_bad), (self.judge_good, good, older_good)):
            torch.autograd.backward(game.telling(judge.network(real), judge.network(made)))
        for player in self.players:
            nn.utils.clip_grad_norm_(player.network.parameters(), self.run.optimizer.clip)
            for group in player.optimizer.param_groups:
                group["lr"] = rate
            player.optimizer.step()
            player.optimizer.zero_grad()
        return loss.item()

    def write_samples(self, bad: Tensor, good: Tensor, path: Path) -> None:
        """What the generators make of one patch of each camera, as a picture."""
        write_samples(self.worsen.network, self.improve.network, bad, good, path, self.run.bfloat16)

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
        with halved(self.device, self.run.bfloat16):
            output: Tensor = player.network(batch)
        return output.float()

    def _freeze_judges(self, frozen: bool) -> None:
        for judge in (self.judge_bad, self.judge_good):
            judge.network.requires_grad_(not frozen)


def train_unpaired(
    run: Unpaired,
    data: Path,
    folder: Path,
    say: Say = lambda line: None,
    progress: Progress = SILENT,
) -> Cycle:
    """Train until the budget is used, going on from the folder's checkpoint if there is one."""
    for place, plan in (("bad", run.bad), ("good", run.good)):
        made = check_network(run.generator, plan.patch, plan.batch, f"the patch of [{place}]")
        check_judge(run.judge, made)
    device = prepare(run.threads, run.seed)
    cycle = Cycle(run, device)
    checkpoint = folder / "last.safetensors"
    at = read_checkpoint(checkpoint, cycle.players, cycle.kept()) if checkpoint.exists() else Position()
    log = Log(folder, at.step, run.tensorboard)
    last = run.budget.steps or FOREVER
    clock = time.perf_counter()
    with (
        closing(_patches(run.bad, run.seed, data, at.step, last, say)) as bad,
        closing(_patches(run.good, run.seed + 1, data, at.step, last, say)) as good,
    ):
        while (used := progress_of(run.budget, at)) < 1:
            progress(used)
            rate = rate_at(run.optimizer, at.step, used)
            here, there = (torch.from_numpy(next(side)[1]).to(device) for side in (bad, good))
            loss = cycle.learn(here, there, rate, at.step)
            check_loss(loss, at)
            now = time.perf_counter()
            typical = 0.99 * (at.running_loss or loss) + 0.01 * loss
            at = Position(at.step + 1, at.seconds + now - clock, typical)
            clock = now
            if at.step % run.log_every == 0:
                log.write(at.step, loss=loss, rate=rate, seconds=at.seconds)
                say(f"step {at.step}  {100 * progress_of(run.budget, at):.1f} %  loss {typical:.4f}")
            if at.step % run.keep_every == 0:
                write_checkpoint(checkpoint, cycle.players, cycle.kept(), at)
                cycle.write_samples(here[0], there[0], folder / "samples" / f"{at.step:07d}.png")
    progress(1)
    write_checkpoint(checkpoint, cycle.players, cycle.kept(), at)
    return cycle


def write_pairs(run: Unpaired, cycle: Cycle, data: Path, target: Path, say: Say = lambda line: None) -> int:
    """Write F(y) and F(F(y)) beside y for every good picture y, as a pool of pairs; how many there are.

    Pairs that the pool's manifest lists for these weights are kept.
    """
    pictures = read_pools(data, tuple(run.good.pools), "train", run.good.patch, say)
    plan = f"{run.name} {_fingerprint(cycle.worsen.network)}"
    with Manifest(target) as manifest:
        manifest.refuse_other(plan)
        for picture in pictures:
            names = {turn: f"{Path(picture.name).stem}_{turn}" for turn in TURNS}
            files = [
                pair_name(name, ".png", damaged=half) for name in names.values() for half in (True, False)
            ]
            if all(file in manifest.rows and (target / file).is_file() for file in files):
                continue
            damaged = picture.pixels
            for turn in TURNS:
                damaged = through(cycle.worsen.network, damaged, run.bfloat16)
                height, width = damaged.shape[:2]
                clean = picture.pixels[:height, :width]
                for pixels, half in ((damaged, True), (clean, False)):
                    file = pair_name(names[turn], ".png", damaged=half)
                    stored = encoded(pixels, "png")
                    put(stored, target / file)
                    about = {"file": file, "source": picture.name, "plan": plan, "sha256": sha256(stored)}
                    manifest.add(about | {"bytes": len(stored), "turn": turn, "damaged": half})
            say(f"{picture.name}: {len(TURNS)} pairs")
    return len(TURNS) * len(pictures)


def read_unpaired(path: Path) -> Unpaired:
    """The run file, with every network it names known."""
    run = read_toml(path, Unpaired)
    for name in (run.generator, run.judge):
        if name not in NETWORKS:
            raise WrongOption(
                f"{path.name}: the network {name!r} is unknown", hint=f"Known: {', '.join(sorted(NETWORKS))}."
            )
    check_budget(run.budget, path.name)
    return run


def main(argv: list[str] | None = None) -> int:
    """The command line of `afterglow unpaired`."""
    parser = training_parser("unpaired", __doc__)
    parser.add_argument("--pairs", type=Path, required=True, help="where the pool of pairs is written")
    options = parser.parse_args(argv)

    def work() -> None:
        run = read_unpaired(options.run)
        tensorboard = options.tensorboard or run.tensorboard
        run = dataclasses.replace(run, budget=budget_asked(options, run.budget), tensorboard=tensorboard)
        with told(run.name) as (say, progress):
            cycle = train_unpaired(run, options.data, options.out / run.name, say, progress)
            say(f"{write_pairs(run, cycle, options.data, options.pairs, say)} pairs in {options.pairs}")

    return ended("unpaired", work)


def _patches(
    plan: PatchPlan, seed: int, data: Path, first: int, last: int, say: Say
) -> Generator[Batch, None, None]:
    pictures = read_pools(data, tuple(plan.pools), "train", plan.patch, say)
    return ahead(Sampler(pictures, plan, Chain(), 1, seed), first, last)


def _fingerprint(network: nn.Module) -> str:
    """The same for the same weights."""
    digest = hashlib.sha256()
    for tensor in network.state_dict().values():
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
