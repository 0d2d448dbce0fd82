import pytest
import torch

from afterglow_lab.losses import GUARDS
from afterglow_lab.losses.harm import harm

target = torch.full((2, 3, 8, 8), 0.5)
damaged = target + torch.tensor([0.1, 0.0])[:, None, None, None]


def test_pictures_that_gained_or_stayed_cost_nothing_and_pull_nowhere():
    for better in (target, (target + damaged) / 2, damaged):
        output = better.clone().requires_grad_()
        loss = harm(output, target, damaged)
        loss.backward()
        assert loss.item() == 0
        assert not output.grad.any()


def test_only_the_picture_that_lost_pulls_and_back_to_the_target():
    output = (target + 0.02).requires_grad_()
    loss = harm(output, target, damaged)
    loss.backward()
    assert loss > 0
    assert not output.grad[0].any()
    assert (output.grad[1] > 0).all()


def test_a_lost_decibel_counts_the_same_on_good_and_bad_input():
    def lost(error: float) -> float:
        return harm(target + error * 10**0.05, target, target + error).item()

    assert lost(0.2) == pytest.approx(lost(0.05), rel=0.01)


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_a_guard_is_a_finite_scalar_wherever_training_starts(name: str):
    for start in (torch.zeros_like(target), torch.rand_like(target), damaged):
        output = start.clone().requires_grad_()
        loss = GUARDS[name](output, target, damaged)
        loss.backward()
        assert loss.shape == ()
        assert torch.isfinite(output.grad).all()
