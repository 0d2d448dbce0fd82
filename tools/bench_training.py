"""How fast our fast network trains here: bfloat16 beside float32, and the loader's share of a step."""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
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

RUN = Path(__file__).parent.parent / "src" / "afterglow_lab" / "runs" / "jpeg-photo-fast.toml"
# More than the loader keeps ready, so that what is timed is what it makes meanwhile.
WARM = 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    run = replace(read_run(RUN), threads=options.threads)
    device = prepare(run.threads, run.seed)
    half, full = (Learner(replace(run, bfloat16=wanted), Team(), device) for wanted in (True, False))
    pictures = [Picture(str(seed), "photo", drawing(seed, 640, 480)) for seed in range(8)]
    sampler = Sampler(pictures, replace(run.patches, pools={"photo": 1.0}), Jpeg(), 1, run.seed)
    batch = sampler.batch(0)

    # In turn, so that a slow spell of the machine meets all three.
    rounds = []
    for _ in range(options.rounds):
        bare = seconds_per_step(half, repeat(batch), options.steps)
        slow = seconds_per_step(full, repeat(batch), options.steps)
        with closing(ahead(sampler, 0, options.steps + WARM)) as batches:
            loaded = seconds_per_step(half, batches, options.steps)
        rounds.append((slow / bare, 1 - bare / loaded, bare))
    ratio, share, seconds = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"training, bfloat16 ÷ float32: {ratio:.1f} ({seconds:.3f} s for 8 patches of 128 × 128)")
    print(f"training, the loader's share of a step: {100 * max(share, 0):.0f} %")


def seconds_per_step(learner: Learner, batches: Iterator[Batch], steps: int) -> float:
    """The mean after a few steps to warm up."""
    for step in range(WARM + steps):
        if step == WARM:
            start = time.perf_counter()
        learner.look(batches, step)
        learner.move(1e-4, step)
    return (time.perf_counter() - start) / steps


if __name__ == "__main__":
    main()
