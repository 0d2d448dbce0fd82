"""How fast our networks train here: bfloat16 beside float32, and the loader's share of a step.

The share is what steps take longer while a thread makes the pictures beside them; a part of it, said in brackets and
logged by each training as `loader`, is spent waiting for pictures. The rest is the cores being shared.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path

from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.patches import Batch, Sampler, ahead
from afterglow_lab.data.pool import Picture
from afterglow_lab.degradations.jpeg import Jpeg
from afterglow_lab.learner import Learner
from afterglow_lab.run import read_run
from afterglow_lab.team import Team
from afterglow_lab.train import prepare

RUNS = Path(__file__).parent.parent / "src" / "afterglow_lab" / "runs"
# More than the loader keeps ready, so that what is timed is what it makes meanwhile.
WARM = 6


@dataclass(frozen=True)
class Step:
    """What a step takes on the mean, and how much of that it waits for pictures."""

    seconds: float
    waited: float

    @property
    def share_waited(self) -> float:
        return self.waited / self.seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=8)
    options = parser.parse_args()
    for name in ("jpeg-photo-fast", "jpeg-photo-best"):
        measure(name, options)


def measure(name: str, options: argparse.Namespace) -> None:
    """Print the two numbers of one run file's network."""
    run = replace(read_run(RUNS / f"{name}.toml"), threads=options.threads)
    device = prepare(run.threads, run.seed)
    half, full = (Learner(replace(run, bfloat16=wanted), Team(), device) for wanted in (True, False))
    pictures = [Picture(str(seed), "photo", drawing(seed, 640, 480)) for seed in range(8)]
    sampler = Sampler(pictures, replace(run.patches, pools={"photo": 1.0}), Jpeg(), 1, run.seed)
    batch = sampler.batch(0)

    slow, bare, loaded = [], [], []
    for _ in range(options.rounds):
        slow.append(step_of(full, repeat(batch), options.steps // 2))
        bare.append(step_of(half, repeat(batch), options.steps))
        with closing(ahead(sampler, 0, options.steps + WARM)) as batches:
            loaded.append(step_of(half, batches, options.steps))
    # Whatever else the machine does only adds time: the fastest round of each is the least disturbed.
    exact, quick, fed = (min(rounds, key=lambda step: step.seconds) for rounds in (slow, bare, loaded))
    share, wait = 1 - quick.seconds / fed.seconds, statistics.median(step.share_waited for step in loaded)
    print(
        f"{name}, training, bfloat16 ÷ float32: {exact.seconds / quick.seconds:.1f} "
        f"({quick.seconds:.3f} s for 8 patches of 128 × 128)"
    )
    print(
        f"{name}, training, the loader's share of a step: {100 * max(share, 0):.0f} % (waiting: {100 * wait:.0f} %)"
    )


def step_of(learner: Learner, batches: Iterator[Batch], steps: int) -> Step:
    """The mean after a few steps to warm up."""
    for step in range(WARM):
        learn(learner, batches, step)
    start = time.perf_counter()
    waited = sum(learn(learner, batches, step) for step in range(WARM, WARM + steps))
    return Step((time.perf_counter() - start) / steps, waited / steps)


def learn(learner: Learner, batches: Iterator[Batch], step: int) -> float:
    """One step of a training, and the seconds it waited for pictures."""
    waited = learner.look(batches, step).waited
    learner.move(1e-4, step)
    return waited


if __name__ == "__main__":
    main()
