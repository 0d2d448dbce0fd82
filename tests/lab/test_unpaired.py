import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from afterglow_lab.data.patches import PatchPlan
from afterglow_lab.data.pool import read_pools
from afterglow_lab.run import Budget, Validation
from afterglow_lab.train import train
from afterglow_lab.unpaired import Unpaired, train_unpaired, write_pairs
from tests.lab.support import drawing, small_run, write_pool


def cameras(root: Path) -> Path:
    """A good camera, and a bad one that takes other pictures darker and noisier."""
    write_pool(root, "good", count=6)
    (root / "bad").mkdir()
    for seed in range(6):
        dark = drawing(96, 104, seed + 50) * 0.6 + np.random.default_rng(seed).normal(0, 8, (96, 104, 3))
        cv2.imwrite(str(root / "bad" / f"{seed}.png"), np.clip(dark, 0, 255).astype(np.uint8))
    return root


def plan(pool: str) -> PatchPlan:
    return PatchPlan({pool: 1.0}, patch=64, batch=1)


def experiment(steps: int) -> Unpaired:
    # Fantastic Filter's small generator keeps the test short; CycleGAN's own is the default.
    return Unpaired(
        "tiny",
        plan("bad"),
        plan("good"),
        Budget(steps=steps),
        "ff_mobile",
        threads=1,
        keep_every=2,
        log_every=1,
    )


@pytest.mark.slow
def test_unpaired_cameras_become_a_pool_of_pairs_to_train_with(tmp_path: Path):
    data, run = cameras(tmp_path / "data"), experiment(3)
    cycle = train_unpaired(run, data, tmp_path / "out")
    assert write_pairs(run, cycle, data, data / "pairs") == 10
    pictures = read_pools(data, ("pairs",), "train")
    assert all(picture.damaged is not None for picture in pictures)
    held_out = Validation(pools=("pairs",), pictures=1, side=64)
    paired = small_run(steps=2, damage={}, patches=plan("pairs"), validation=held_out)
    assert train(paired, data, tmp_path / "paired").position.step == 2


@pytest.mark.slow
def test_a_cut_unpaired_training_repeats_the_same_curve(tmp_path: Path):
    data, run = cameras(tmp_path / "data"), experiment(3)

    def say(line: str) -> None:
        if line.startswith("step 3 "):
            raise KeyboardInterrupt

    whole = train_unpaired(run, data, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        train_unpaired(run, data, tmp_path / "cut", say)
    resumed = train_unpaired(run, data, tmp_path / "cut")
    curves = [
        [json.loads(line)["loss"] for line in (tmp_path / name / "log.jsonl").read_text().splitlines()]
        for name in ("whole", "cut")
    ]
    assert curves[0] == curves[1]
    for mine, its in zip(whole.players, resumed.players, strict=True):
        state = its.network.state_dict()
        assert all(torch.equal(tensor, state[name]) for name, tensor in mine.network.state_dict().items())
