"""Training: `afterglow train RUN.toml`. Stop it as you like, even with kill -9; started again, it goes on."""

import argparse
import dataclasses
import math
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from afterglow.errors import AfterglowError
from afterglow.progress import SILENT, Progress
from afterglow_lab.bar import Say, told
from afterglow_lab.checkpoint import Position, write_tensors
from afterglow_lab.command import budget_asked, ended, training_parser
from afterglow_lab.data.patches import ROOM, Sampler, ahead
from afterglow_lab.data.pool import read_pools
from afterglow_lab.fitting import check_fit
from afterglow_lab.learner import Learner
from afterglow_lab.log import Log
from afterglow_lab.run import Budget, Run, damage_of, read_run
from afterglow_lab.schedules import rate_at
from afterglow_lab.team import Team, joined
from afterglow_lab.validation import Gain, Pair, gains, validation_pairs, write_samples

FOREVER = 2**31
# A loss beyond the spike limit for so many steps in a row is no spike.
EXPLODED = 100

ALONE = Team()


@dataclass(frozen=True)
class Result:
    """Where a training ended and what its average weights gain on the validation pictures."""

    position: Position
    gains: dict[str, Gain]
    weights: Path


def train(
    run: Run,
    data: Path,
    folder: Path,
    say: Say = lambda line: None,
    team: Team = ALONE,
    progress: Progress = SILENT,
) -> Result:
    """Train until the run's budget is used, going on from the folder's checkpoint if there is one."""
    check_fit(run)
    device = prepare(run.threads, run.seed, team.seat)
    learner = Learner(run, team, device)
    checkpoint = folder / "last.safetensors"
    at = learner.resume(checkpoint)
    if at.step:
        say(f"going on from step {at.step}")
    sampler, pairs = _read_data(run, data, learner, say)
    log = Log(folder, at.step, run.tensorboard)
    counts = f"{len(sampler.pictures)} pictures, {len(pairs)} validation pairs"
    say(f"{run.name}: {run.network}, {counts}, on {device}")

    per_step = run.optimizer.accumulate * team.size
    last = run.budget.steps * per_step or FOREVER
    clock, waited, spikes, shown = time.perf_counter(), 0.0, 0, at
    with closing(ahead(sampler, at.step * per_step + team.rank, last, team.size)) as batches:
        while (used := progress_of(run.budget, at)) < 1:
            progress(used)
            rate = rate_at(run.optimizer, at.step, used)
            look = learner.look(batches, at.step)
            typical = at.running_loss or look.loss
            spike = at.step > run.optimizer.warm_up and look.loss > run.optimizer.spike * typical
            spikes = spikes + 1 if spike else 0
            check_loss(look.loss, at, spikes)
            if spike:
                learner.forget()
            else:
                learner.move(rate, at.step)
                typical = 0.99 * typical + 0.01 * look.loss
            now = time.perf_counter()
            at = Position(at.step + 1, at.seconds + team.mean(now - clock), typical, at.skipped + spike)
            clock, waited = now, waited + look.waited
            if not team.leads:
                continue
            if at.step % run.log_every == 0:
                seconds = at.seconds - shown.seconds
                log.write(at.step, loss=look.loss, rate=rate, seconds=at.seconds, loader=waited / seconds)
                say(
                    _line(at, progress_of(run.budget, at), seconds / (at.step - shown.step), waited / seconds)
                )
                shown, waited = at, 0.0
            if at.step % run.keep_every == 0:
                learner.keep(checkpoint, at)
            if at.step % run.validation.every == 0:
                _validate(learner, pairs, folder, log, at, say)

    progress(1)
    weights = folder / "weights.safetensors"
    if not team.leads:
        return Result(at, {}, weights)
    learner.keep(checkpoint, at)
    measured = _validate(learner, pairs, folder, log, at, say)
    notes = {"run": run.name, "steps": str(at.step), "minutes": f"{at.seconds / 60:.1f}"}
    write_tensors(weights, learner.average, notes)
    say(f"finished {run.name}: {at.step} steps in {at.seconds / 60:.1f} minutes, {at.skipped} skipped")
    return Result(at, measured, weights)


def main(argv: list[str] | None = None) -> int:
    """The command line of `afterglow train`."""
    parser = training_parser("train", __doc__)
    parser.add_argument("--warm-start", help="a shipped model's name, or a .onnx or .safetensors file")
    options = parser.parse_args(argv)

    def work() -> None:
        run = _overridden(read_run(options.run), options)
        with joined() as team, told(run.name, team.leads) as (say, progress):
            train(run, options.data, options.out / run.name, say, team, progress)

    return ended("train", work)


def prepare(threads: int, seed: int, seat: int = 0) -> torch.device:
    """Set torch up for training and choose the device: a GPU for each process of a machine, if it has any."""
    torch.set_num_threads(threads)
    # Dark pictures make denormal numbers, which cost up to 60 times the time.
    torch.set_flush_denormal(True)
    torch.manual_seed(seed)
    gpus = torch.cuda.device_count()
    return torch.device("cuda", seat % gpus) if gpus else torch.device("cpu")


def _read_data(run: Run, data: Path, learner: Learner, say: Say) -> tuple[Sampler, list[Pair]]:
    scale, thumbnail = learner.scale, learner.thumbnail
    smallest = (run.patches.patch + (ROOM if thumbnail else 0)) * scale
    pictures = read_pools(data, tuple(run.patches.pools), "train", smallest, say)
    held_out = read_pools(data, run.validation.pools, "val", run.validation.side * scale, say)
    sampler = Sampler(pictures, run.patches, damage_of(run), scale, run.seed, thumbnail)
    pairs = validation_pairs(run, held_out, scale, thumbnail)
    if not pairs:
        raise AfterglowError(
            f"{run.name} has nothing to be measured on",
            hint="Name a damage in [validation.cases], or a pool of pairs in [validation].",
        )
    return sampler, pairs


def progress_of(budget: Budget, at: Position) -> float:
    """How much of the budget is used, 0..1."""
    return min(at.seconds / 60 / budget.minutes if budget.minutes else at.step / budget.steps, 1)


def check_loss(loss: float, at: Position, spikes: int = 0) -> None:
    """Stop with a sentence when the loss is no number, or has been far too high for long."""
    if math.isfinite(loss) and spikes <= EXPLODED:
        return
    raise AfterglowError(
        f"the loss is {loss:.3g} at step {at.step}; the last good checkpoint is kept",
        hint="Lower the learning rate and start the run again.",
    )


def _validate(
    learner: Learner, pairs: list[Pair], folder: Path, log: Log, at: Position, say: Say
) -> dict[str, Gain]:
    network = learner.averaged()
    measured = gains(network, pairs)
    write_samples(network, pairs, folder / "samples" / f"{at.step:07d}.png")
    log.write(at.step, gains={case: asdict(gain) for case, gain in measured.items()})
    for case, gain in measured.items():
        say(f"  {case}: {gain}")
    return measured


def _line(at: Position, used: float, seconds: float, share: float) -> str:
    return (
        f"step {at.step}  {100 * used:.1f} %  loss {at.running_loss:.5f}  "
        f"{seconds:.3f} s/step  loader {100 * share:.1f} %"
    )


def _overridden(run: Run, options: argparse.Namespace) -> Run:
    return dataclasses.replace(
        run,
        budget=budget_asked(options, run.budget),
        warm_start=options.warm_start or run.warm_start,
        tensorboard=options.tensorboard or run.tensorboard,
    )


if __name__ == "__main__":
    sys.exit(main())
