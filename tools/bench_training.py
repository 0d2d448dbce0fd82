"""How fast our fast network trains here: bfloat16 beside float32, and the loader's share of a step."""

import argparse
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
from afterglow_lab.run import Run, read_run
from afterglow_lab.team import Team
from afterglow_lab.train import prepare

RUN = Path(__file__).parent.parent / "src" / "afterglow_lab" / "runs" / "jpeg-photo-fast.toml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=20)
    options = parser.parse_args()
    run = replace(read_run(RUN), threads=options.threads)
    pictures = [Picture(str(seed), "photo", drawing(seed, 640, 480)) for seed in range(8)]
    sampler = Sampler(pictures, replace(run.patches, pools={"photo": 1.0}), Jpeg(), 1, run.seed)

    batch = sampler.batch(0)
    half = seconds_per_step(run, repeat(batch), options.steps)
    full = seconds_per_step(replace(run, bfloat16=False), repeat(batch), options.steps)
    print(f"8 patches of 128 × 128: bfloat16 {half:.3f} s, float32 {full:.3f} s, {full / half:.1f} times")
    with closing(ahead(sampler, 0, 2 * options.steps + 10)) as batches:
        loaded = seconds_per_step(run, batches, options.steps)
    print(f"with the loader {loaded:.3f} s: it takes {100 * max(loaded - half, 0) / loaded:.0f} % of a step")


def seconds_per_step(run: Run, batches: Iterator[Batch], steps: int) -> float:
    """The mean after a few steps to warm up."""
    learner = Learner(run, Team(), prepare(run.threads, run.seed))
    for step in range(steps + 3):
        if step == 3:
            start = time.perf_counter()
        learner.look(batches, step)
        learner.move(1e-4, step)
    return (time.perf_counter() - start) / steps


if __name__ == "__main__":
    main()
