"""Every recipe learns on a small scale and exports faithfully, without the losses that need VGG's weights."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from afterglow_lab.checkpoint import warm_start
from afterglow_lab.export import LARGEST_DIFFERENCE, write_onnx
from afterglow_lab.log import read_log
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Budget, Optimizer, read_run
from afterglow_lab.train import train
from tests.lab.support import small_run, write_pool

RUNS = Path(__file__).parents[2] / "src" / "afterglow_lab" / "runs"
NEEDS_VGG = {"vgg_content", "vgg_before_activation", "feature_cycle"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "patch"),
    [
        ("recipe-dped", 64),
        ("recipe-dense-unet", 64),
        ("recipe-fantastic-filter", 64),
        ("recipe-ns", 128),
        ("jpeg-photo-fast", 64),
    ],
)
def test_a_recipe_learns_and_exports(tmp_path: Path, name: str, patch: int):
    recipe = read_run(RUNS / f"{name}.toml")
    small = small_run(steps=30)
    losses = {loss: weight for loss, weight in recipe.losses.items() if loss not in NEEDS_VGG}
    run = replace(
        small,
        name=name,
        network=recipe.network,
        losses={"l1": 1.0} | losses,
        judge=replace(recipe.judge, weight=recipe.judge.weight / 10),
        patches=replace(small.patches, patch=patch, batch=2),
        budget=Budget(steps=30),
        optimizer=Optimizer(rate=3e-4, warm_up=3, average=0.9),
    )
    done = train(run, write_pool(tmp_path / "data", side=160), tmp_path / "out")
    curve = [entry["loss"] for entry in read_log(tmp_path / "out" / "log.jsonl") if "loss" in entry]
    assert sum(curve[-8:]) < sum(curve[:8])

    network = NETWORKS[run.network]()
    warm_start(done.weights, network)
    torch.manual_seed(0)
    difference, _ = write_onnx(network, tmp_path / "model.onnx")
    assert difference <= LARGEST_DIFFERENCE
