import hashlib
import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from afterglow.errors import WrongOption
from afterglow_lab.data.manifest import read_rows
from afterglow_lab.data.patches import PatchPlan
from afterglow_lab.data.pool import read_pools
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Budget, Optimizer, Validation
from afterglow_lab.train import train
from afterglow_lab.unpaired import Unpaired, main, read_unpaired, train_unpaired, write_pairs
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
    assert [path.name for path in (tmp_path / "out" / "samples").iterdir()] == ["0000002.png"]
    assert write_pairs(run, cycle, data, data / "pairs") == 10
    rows = {row["file"]: row for row in read_rows(data / "pairs")}
    assert len(rows) == 20
    for file, row in rows.items():
        assert hashlib.sha256((data / "pairs" / file).read_bytes()).hexdigest() == row["sha256"]
    said: list[str] = []
    assert write_pairs(run, cycle, data, data / "pairs", said.append) == 10
    assert not said
    pictures = read_pools(data, ("pairs",), "train")
    assert all(picture.damaged is not None for picture in pictures)
    learned, held_back = (
        {picture.name.split("_")[0] for picture in read_pools(data, ("pairs",), split)}
        for split in ("train", "val")
    )
    assert held_back
    assert not learned & held_back
    held_out = Validation(pools=("pairs",), pictures=1, side=64)
    paired = small_run(steps=2, damage={}, patches=plan("pairs"), validation=held_out)
    assert train(paired, data, tmp_path / "paired").position.step == 2


@pytest.mark.slow
def test_a_cut_unpaired_training_repeats_the_same_curve(tmp_path: Path):
    # A history of one is full at once, so that the cut falls where older pictures come back.
    data, run = cameras(tmp_path / "data"), replace(experiment(3), history=1)

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


def tiny_generator() -> nn.Module:
    return nn.Sequential(nn.Conv2d(3, 12, 3, padding=1), nn.ReLU(), nn.Conv2d(12, 3, 3, padding=1))


class TinyJudge(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Conv2d(3, 1, 8, 4)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return (self.look(x),)


def test_the_cycle_closes_better_and_better(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(NETWORKS, "tiny", tiny_generator)
    monkeypatch.setitem(NETWORKS, "tiny_judge", TinyJudge)
    quick = Optimizer(kind="adam", rate=4e-3, warm_up=0, clip=10)
    run = replace(
        experiment(80), generator="tiny", judge="tiny_judge", optimizer=quick, bfloat16=False, keep_every=100
    )
    train_unpaired(run, cameras(tmp_path / "data"), tmp_path / "out")
    losses = [json.loads(line)["loss"] for line in (tmp_path / "out/log.jsonl").read_text().splitlines()]
    assert np.isfinite(losses).all()
    assert np.mean(losses[-10:]) < 0.6 * np.mean(losses[:10])


@pytest.mark.slow
def test_from_the_command_line_to_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    data, run = cameras(tmp_path / "data"), tmp_path / "tiny.toml"
    run.write_text(
        'name = "tiny"\ngenerator = "ff_mobile"\nthreads = 1\nlog_every = 1\n[budget]\nminutes = 60\n'
        "[bad]\npools = { bad = 1.0 }\npatch = 64\nbatch = 1\n[good]\npools = { good = 1.0 }\npatch = 64\nbatch = 1\n"
    )
    places = ["--data", str(data), "--out", str(tmp_path / "out"), "--pairs", str(tmp_path / "pairs")]
    assert main([str(run), *places, "--steps", "1"]) == 0
    assert "10 pairs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('generator = "magic"\n[budget]\nsteps = 1\n', "the network 'magic' is unknown"),
        ("[budget]\nsteps = 0\n", "sets no budget"),
        ("rate = 3\n[budget]\nsteps = 1\n", "unknown key 'rate'"),
    ],
)
def test_a_mistake_in_the_run_file_is_one_sentence(text: str, says: str, tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\n' + text + "[bad.pools]\na = 1.0\n[good.pools]\nb = 1.0\n")
    with pytest.raises(WrongOption, match=says):
        read_unpaired(path)
