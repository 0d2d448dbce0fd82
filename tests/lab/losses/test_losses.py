"""Every loss of the table: zero for equal pictures, positive for others, with a finite gradient."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from afterglow_lab.losses import LOSSES
from afterglow_lab.networks.vgg19 import Vgg19

torch.set_num_threads(1)

# Judges the output alone, so it is zero for flat pictures and not for equal ones.
ALONE = {"total_variation"}
COMPARING = sorted(set(LOSSES) - ALONE)


@pytest.fixture(autouse=True, scope="module")
def random_vgg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """VGG-19 with random weights where its losses look for the real ones."""
    torch.manual_seed(3)
    path = tmp_path_factory.mktemp("weights") / "vgg19.pth"
    torch.save(Vgg19().state_dict(), path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AFTERGLOW_VGG19", str(path))
        yield path


@pytest.mark.parametrize("name", COMPARING)
@pytest.mark.parametrize("side", [16, 33, 192])
def test_equal_pictures_cost_nothing(name: str, side: int) -> None:
    batch = pictures(side)
    assert LOSSES[name](batch, batch.clone()).item() == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("name", COMPARING)
@pytest.mark.parametrize("side", [16, 33])
def test_different_pictures_cost_something_and_more_when_more_different(name: str, side: int) -> None:
    batch = pictures(side)
    other = 0.3 * pictures(side, seed=2)
    near = LOSSES[name](0.9 * batch + 0.1 * other, batch).item()
    assert 0 < near < LOSSES[name](other, batch).item()


@pytest.mark.parametrize("name", sorted(LOSSES))
@pytest.mark.parametrize("start", ["noise", "equal", "black"])
def test_the_gradient_is_finite_wherever_training_starts(name: str, start: str) -> None:
    target = pictures(32)
    output = {"noise": pictures(32, seed=2), "equal": target.clone(), "black": torch.zeros_like(target)}[
        start
    ]
    output.requires_grad_()
    loss = LOSSES[name](output, target)
    assert loss.shape == ()
    loss.backward()
    assert output.grad is not None
    assert torch.isfinite(output.grad).all()
    if start == "noise":
        assert output.grad.abs().sum() > 0


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_a_step_down_the_gradient_lowers_the_loss(name: str) -> None:
    target, output = pictures(32), pictures(32, seed=2).requires_grad_()
    before = LOSSES[name](output, target)
    before.backward()
    assert output.grad is not None
    step = 1e-3 / output.grad.abs().max()
    assert LOSSES[name](output.detach() - step * output.grad, target) < before


def pictures(side: int, seed: int = 1) -> Tensor:
    """Two pictures of noise on a slope, N×3×side×side."""
    noise = np.random.default_rng(seed).random((2, 3, side, side))
    slope = np.linspace(0, 0.5, side)[None, None, None]
    return torch.from_numpy((noise / 2 + slope).astype(np.float32))
