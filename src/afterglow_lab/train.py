"""Training: `afterglow train RUN.toml`. Stop it as you like, even with kill -9; started again, it goes on."""

import argparse
import dataclasses
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from afterglow.errors import AfterglowError, WrongOption
from afterglow_lab.checkpoint import Position, read_checkpoint, warm_start, write_checkpoint, write_tensors
from afterglow_lab.data.patches import ROOM, Sampler, ahead
from afterglow_lab.data.pool import read_pools
from afterglow_lab.losses import LOSSES
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Budget, Run, build_damage, read_run
from afterglow_lab.schedules import rate_at
from afterglow_lab.validation import Gain, gains, validation_pairs, write_samples

FOREVER = 2**31
# A loss this many steps in a row beyond the spike limit is no spike.
EXPLODED = 100
OPTIMIZERS = {"adamw": torch.optim.AdamW, "adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop}

Say = Callable[[str], None]


@dataclass(frozen=True)
class Result:
    """Where a training ended and what its average weights gain on the validation pictures."""

    position: Position
    gains: dict[str, Gain]
    weights: Path


def train(run: Run, data: Path, folder: Path, say: Say = lambda line: None) -> Result:
    """Train until the run's budget is used, going on from the folder's checkpoint if there is one."""
    torch.set_num_threads(run.threads)
    # Dark pictures make denormal numbers, which cost up to 60 times the time.
    torch.set_flush_denormal(True)
    torch.manual_seed(run.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = NETWORKS[run.network]().to(device, memory_format=torch.channels_last)
    scale = getattr(network, "scale", 1)
    if run.warm_start:
        warm_start(Path(run.warm_start), network)
    average = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    optimizer = _optimizer(run, network)
    checkpoint = folder / "last.safetensors"
    at = read_checkpoint(checkpoint, network, average, optimizer) if checkpoint.exists() else Position()
    if at.step:
        say(f"going on from step {at.step}")

    smallest = (run.patches.patch + ROOM) * scale
    pictures = read_pools(data, tuple(run.patches.pools), "train", smallest, say)
    held_out = read_pools(data, run.validation.pools, "val", run.validation.side * scale, say)
    pairs = validation_pairs(run, held_out, scale)
    sampler = Sampler(pictures, run.patches, build_damage(run.damage, run.name), scale, run.seed)
    log = _Log(folder, at.step)
    say(f"{run.name}: {run.network}, {len(pictures)} pictures, {len(pairs)} validation pairs, on {device}")

    def keep() -> None:
        write_checkpoint(checkpoint, network, average, optimizer, at)

    def validate() -> dict[str, Gain]:
        judge = _with_weights(run, average, device)
        measured = gains(judge, pairs)
        write_samples(judge, pairs, folder / "samples" / f"{at.step:07d}.png")
        log.write({"step": at.step, "gains": {case: asdict(gain) for case, gain in measured.items()}})
        for case, gain in measured.items():
            say(f"  {case}: {gain}")
        return measured

    clock, waiting, spikes = time.perf_counter(), 0.0, 0
    last = run.budget.steps * run.optimizer.accumulate or FOREVER
    batches = ahead(sampler, at.step * run.optimizer.accumulate, last)
    while (progress := _progress(run.budget, at)) < 1:
        rate = rate_at(run.optimizer, at.step, progress)
        # Whatever a network draws at random depends on the step alone, so that a resumed run repeats it.
        torch.manual_seed(run.seed * 1_000_003 + at.step)
        loss, waited = _gradient(run, network, batches, device)
        if not math.isfinite(loss):
            batches.close()
            raise AfterglowError(
                f"the loss is {loss} at step {at.step}; the last good checkpoint is kept",
                hint="Lower the learning rate and start the run again.",
            )
        typical = at.running_loss or loss
        spike = at.step > run.optimizer.warm_up and loss > run.optimizer.spike * typical
        if not spike:
            _move(run, network, optimizer, average, rate, at.step)
            typical = 0.99 * typical + 0.01 * loss
        spikes = spikes + 1 if spike else 0
        if spikes > EXPLODED:
            batches.close()
            raise AfterglowError(
                f"the loss exploded to {loss:.3g} near step {at.step}; the last good checkpoint is kept",
                hint="Lower the learning rate and start the run again.",
            )
        now = time.perf_counter()
        at = Position(at.step + 1, at.seconds + now - clock, typical, at.skipped + spike)
        clock, waiting = now, waiting + waited
        if at.step % run.log_every == 0:
            share = waiting / max(at.seconds - log.seconds, 1e-9)
            log.step(at, loss, rate, share)
            say(
                f"step {at.step}  {100 * progress:.1f} %  loss {typical:.5f}  "
                f"{(at.seconds - log.previous) / run.log_every:.3f} s/step  loader {100 * share:.1f} %"
            )
            waiting = 0.0
        if at.step % run.keep_every == 0:
            keep()
        if at.step % run.validation.every == 0:
            validate()
    batches.close()
    keep()
    measured = validate()
    weights = folder / "weights.safetensors"
    notes = {"run": run.name, "steps": str(at.step), "minutes": f"{at.seconds / 60:.1f}"}
    write_tensors(weights, average, notes)
    say(f"finished {run.name}: {at.step} steps in {at.seconds / 60:.1f} minutes, {at.skipped} skipped")
    return Result(at, measured, weights)


def main(argv: list[str] | None = None) -> int:
    """The command line of `afterglow train`."""
    parser = argparse.ArgumentParser(prog="afterglow train", description=__doc__)
    parser.add_argument("run", type=Path, help="the run file")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the pools")
    parser.add_argument("--out", type=Path, default=Path("runs-out"), help="where checkpoints go")
    parser.add_argument("--minutes", type=float, help="finish the schedule within so many minutes")
    parser.add_argument("--steps", type=int, help="finish the schedule within so many steps")
    parser.add_argument("--warm-start", help="a model.onnx or .safetensors to begin from")
    options = parser.parse_args(argv)
    try:
        run = _overridden(read_run(options.run), options)
        train(run, options.data, options.out / run.name, lambda line: print(line, flush=True))
    except AfterglowError as error:
        print(f"afterglow train: {error}", file=sys.stderr)
        return 1
    return 0


def _overridden(run: Run, options: argparse.Namespace) -> Run:
    if options.minutes is not None and options.steps is not None:
        raise WrongOption("both --minutes and --steps are given", hint="Choose one.")
    if options.minutes is not None:
        run = dataclasses.replace(run, budget=Budget(minutes=options.minutes))
    if options.steps is not None:
        run = dataclasses.replace(run, budget=Budget(steps=options.steps))
    return dataclasses.replace(run, warm_start=options.warm_start or run.warm_start)


def _optimizer(run: Run, network: nn.Module) -> torch.optim.Optimizer:
    plan = run.optimizer
    options: dict[str, Any] = {"lr": plan.rate, "weight_decay": plan.weight_decay}
    if plan.kind != "rmsprop":
        options |= {"betas": plan.betas, "fused": True}
    return OPTIMIZERS[plan.kind](network.parameters(), **options)


def _progress(budget: Budget, at: Position) -> float:
    if budget.minutes:
        return at.seconds / 60 / budget.minutes
    return at.step / budget.steps


def _gradient(run: Run, network: nn.Module, batches: Any, device: torch.device) -> tuple[float, float]:
    """Sum up the gradients of one update; the mean loss, and the seconds spent waiting for the loader."""
    total, waited = 0.0, 0.0
    for _ in range(run.optimizer.accumulate):
        start = time.perf_counter()
        damaged, clean = (torch.from_numpy(array) for array in next(batches))
        waited += time.perf_counter() - start
        damaged = damaged.to(device, memory_format=torch.channels_last)
        clean = clean.to(device, memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16, enabled=run.bfloat16):
            output = network(damaged)
        loss = sum(weight * LOSSES[name](output.float(), clean) for name, weight in run.losses.items())
        assert isinstance(loss, Tensor)
        (loss / run.optimizer.accumulate).backward()
        total += loss.item()
    return total / run.optimizer.accumulate, waited


def _move(
    run: Run,
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    average: dict[str, Tensor],
    rate: float,
    step: int,
) -> None:
    torch.nn.utils.clip_grad_norm_(network.parameters(), run.optimizer.clip)
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    optimizer.zero_grad()
    # The average forgets the start quickly, then slows down to its full length.
    keep = min(run.optimizer.average, (1 + step) / (10 + step))
    for name, tensor in network.state_dict().items():
        average[name].lerp_(tensor, 1 - keep)


def _with_weights(run: Run, weights: dict[str, Tensor], device: torch.device) -> nn.Module:
    network = NETWORKS[run.network]()
    network.load_state_dict(weights)
    return network.to(device, memory_format=torch.channels_last).eval()


class _Log:
    """A line of JSON per entry; entries after the checkpoint are dropped, as those steps come again."""

    def __init__(self, folder: Path, first: int) -> None:
        self.path = folder / "log.jsonl"
        self.seconds = self.previous = 0.0
        folder.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            lines = self.path.read_text().splitlines(keepends=True)
            kept = [line for line in lines if line.endswith("\n") and json.loads(line)["step"] <= first]
            self.path.write_text("".join(kept))
            self.seconds = max((json.loads(line).get("seconds", 0.0) for line in kept), default=0.0)

    def write(self, entry: dict[str, Any]) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps(entry) + "\n")

    def step(self, at: Position, loss: float, rate: float, share: float) -> None:
        entry = {"step": at.step, "loss": loss, "rate": rate, "seconds": at.seconds, "loader": share}
        self.write(entry)
        self.previous, self.seconds = self.seconds, at.seconds


if __name__ == "__main__":
    sys.exit(main())
