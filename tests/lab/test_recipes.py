"""Every recipe, whole, on a small scale: its network, its judge and all of its losses learn, gain and export."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from afterglow_lab.checkpoint import warm_start
from afterglow_lab.data.patches import PatchPlan, Sampler, ahead
from afterglow_lab.data.pool import read_pools
from afterglow_lab.export import LARGEST_DIFFERENCE, write_onnx
from afterglow_lab.learner import Learner
from afterglow_lab.log import read_log
from afterglow_lab.networks import NETWORKS
from afterglow_lab.networks.vgg19 import Vgg19
from afterglow_lab.run import Budget, Run, Validation, damage_of, read_run
from afterglow_lab.team import Team
from afterglow_lab.train import Result, prepare, train
from afterglow_lab.unpaired import read_unpaired, train_unpaired, write_pairs
from tests.lab.support import drawing, write_pool

RUNS = Path(__file__).parents[2] / "src" / "afterglow_lab" / "runs"
DARK = {
    "kind": "pipeline",
    "steps": [
        {"kind": "darkness", "stops": [3, 4]},
        {"kind": "gaussian_noise", "sigma": [8, 12]},
    ],
}
COARSE = {"kind": "jpeg", "quality": [3, 8]}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def random_vgg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """VGG-19 with random weights where its losses look for ImageNet's."""
    torch.manual_seed(3)
    judge = Vgg19()
    for layer in judge.modules():
        if isinstance(layer, nn.Conv2d):
            # The usual start of a layer lets the signal fade: sixteen of them would see nothing.
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    path = tmp_path_factory.mktemp("weights") / "vgg19.pth"
    torch.save(judge.state_dict(), path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AFTERGLOW_VGG19", str(path))
        yield


def small(name: str, steps: int, patch: int, rate: float, damage: dict[str, Any], pool: str = "photo") -> Run:
    """The recipe for `steps` quick updates with small patches; network, judge and losses stay as they are."""
    recipe = read_run(RUNS / f"{name}.toml")
    return replace(
        recipe,
        budget=Budget(steps=steps),
        patches=PatchPlan(pools={pool: 1.0}, patch=patch, batch=1 if patch > 32 else 2),
        damage=damage,
        optimizer=replace(recipe.optimizer, rate=rate, warm_up=10, accumulate=1, average=0.8),
        validation=Validation((pool,), 2, 64, every=1000, cases={"held out": damage} if damage else {}),
        warm_start="",
        threads=1,
        log_every=1,
    )


def loss(run: Run, data: Path, checkpoint: Path | None = None) -> float:
    """The run's whole loss on the same few batches, with the weights of a checkpoint or those it begins with."""
    learner = Learner(run, Team(), prepare(run.threads, run.seed))
    if checkpoint:
        learner.resume(checkpoint)
    pictures = read_pools(data, tuple(run.patches.pools), "train")
    batches = ahead(Sampler(pictures, run.patches, damage_of(run), 1, seed=99), 0, 4)
    return float(np.mean([learner.look(batches, step).loss for step in range(4)]))


def exported_difference(run: Run, done: Result, path: Path) -> float:
    network = NETWORKS[run.network]()
    warm_start(done.weights, network)
    torch.manual_seed(0)
    return write_onnx(network, path)[0]


@pytest.mark.parametrize(
    ("name", "steps", "patch", "rate", "damage"),
    [
        ("recipe-srcnn", 60, 32, 1e-3, DARK),
        ("recipe-johnson", 60, 32, 1e-3, DARK),
        ("recipe-dped", 50, 32, 1e-3, DARK),
        ("recipe-dense-unet", 50, 32, 1e-3, DARK),
        ("recipe-fantastic-filter", 60, 64, 2e-4, DARK),
        ("recipe-ns", 30, 128, 1e-3, DARK),
        ("jpeg-photo-fast", 120, 32, 1e-3, COARSE),
    ],
)
def test_a_recipe_learns_gains_and_exports(
    tmp_path: Path, name: str, steps: int, patch: int, rate: float, damage: dict[str, Any]
):
    data, run = write_pool(tmp_path / "data", side=160), small(name, steps, patch, rate, damage)
    done = train(run, data, tmp_path / "out")
    assert loss(run, data, tmp_path / "out" / "last.safetensors") < loss(run, data)
    gain = done.gains["held out"]
    assert gain.after > gain.before
    assert exported_difference(run, done, tmp_path / "model.onnx") <= LARGEST_DIFFERENCE


def two_cameras(root: Path) -> Path:
    """A good camera, and a bad one that takes other pictures, darker and noisier."""
    write_pool(root, "night", count=8, side=144)
    (root / "phone_night").mkdir()
    for seed in range(8):
        noise = np.random.default_rng(seed).normal(0, 12, (144, 152, 3))
        dark = 0.35 * drawing(144, 152, seed + 50) + noise
        cv2.imwrite(str(root / "phone_night" / f"{seed}.png"), np.clip(dark, 0, 255).astype(np.uint8))
    return root


def test_fantastic_filters_recipe_makes_its_own_pairs_and_learns_from_them(tmp_path: Path):
    recipe = read_unpaired(RUNS / "unpaired" / "recipe-cyclegan.toml")
    unpaired = replace(
        recipe,
        bad=replace(recipe.bad, patch=64),
        good=replace(recipe.good, patch=64),
        budget=Budget(steps=24),
        weights=replace(recipe.weights, features=1.0),
        optimizer=replace(recipe.optimizer, warm_up=0),
        threads=1,
        log_every=1,
    )
    data = two_cameras(tmp_path / "data")
    cycle = train_unpaired(unpaired, data, tmp_path / "cycle")
    curve = [entry["loss"] for entry in read_log(tmp_path / "cycle" / "log.jsonl")]
    assert np.mean(curve[-8:]) < 0.9 * np.mean(curve[:8])
    assert write_pairs(unpaired, cycle, data, data / "made") == 14

    run = small("recipe-fantastic-filter", 60, 64, 2e-4, {}, pool="made")
    done = train(run, data, tmp_path / "out")
    assert loss(run, data, tmp_path / "out" / "last.safetensors") < loss(run, data)
    gain = done.gains["made"]
    assert gain.after > gain.before
    assert exported_difference(run, done, tmp_path / "model.onnx") <= LARGEST_DIFFERENCE
