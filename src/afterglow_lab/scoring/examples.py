"""Damaged pictures with all that can be found in them, kept on disk because finding takes a while.

`python -m afterglow_lab.scoring.examples DATA FILE 350` looks at so many ladders of the training pictures.
"""

import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.image.image import Image
from afterglow.score.evidence import Evidence, look
from afterglow_lab.data.pool import read_pools
from afterglow_lab.scoring.ladders import LadderSampler

POOLS = {"photo": 0.55, "night": 0.1, "illustration": 0.35}
SIDE = 384
SEED = 77


@dataclass(frozen=True)
class Example:
    """A rung of a ladder, without its pixels: they come again from its step."""

    step: int
    points: float
    levels: tuple[float, ...]
    drawn: bool
    found: Evidence


def sampler(data: Path) -> LadderSampler:
    """The ladders that examples are made of."""
    pictures = read_pools(data, tuple(POOLS), "train", SIDE)
    return LadderSampler(pictures, POOLS, 1, SIDE, SEED)


def rungs(ladders: LadderSampler, step: int) -> list[tuple[Image, float, tuple[float, ...], bool]]:
    """The pictures of one ladder with their points, levels and kind."""
    batch = ladders.batch(step)
    pixels = np.rint(batch.pixels.transpose(0, 2, 3, 1) * 255).astype(np.uint8)
    return [
        (Image(np.ascontiguousarray(one)), float(points), tuple(levels.tolist()), bool(drawn))
        for one, points, levels, drawn in zip(pixels, batch.points, batch.levels, batch.drawn, strict=True)
    ]


def gather(data: Path, count: int) -> list[Example]:
    """Examples of `count` ladders, four each, without the judge's word."""
    ladders = sampler(data)
    return [
        Example(step, points, levels, drawn, look(image))
        for step in range(count)
        for image, points, levels, drawn in rungs(ladders, step)
    ]


if __name__ == "__main__":
    found = gather(Path(sys.argv[1]), int(sys.argv[3]))
    Path(sys.argv[2]).write_bytes(pickle.dumps(found))
