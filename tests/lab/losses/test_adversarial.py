import math

import pytest
import torch

from afterglow_lab.losses import ADVERSARIAL
from afterglow_lab.losses.adversarial import BCE, LSGAN, Logits

SURE = 20.0


@pytest.mark.parametrize("name", sorted(ADVERSARIAL))
def test_both_sides_pull_in_opposite_directions(name: str) -> None:
    game = ADVERSARIAL[name]
    logits = torch.full((2, 1, 4, 4), 0.5, requires_grad=True)
    (up,) = torch.autograd.grad(game.fooling((logits,)), logits)
    (down,) = torch.autograd.grad(game.telling((torch.ones(2),), (logits,)), logits)
    assert (up < 0).all()
    assert (down > 0).all()


def test_a_judge_who_is_right_pays_nothing() -> None:
    assert BCE.telling(said(SURE), said(-SURE)).item() == pytest.approx(0, abs=1e-6)
    assert LSGAN.telling(said(1.0), said(0.0)).item() == 0
    assert LSGAN.fooling(said(1.0)).item() == 0


def test_values_are_the_published_ones() -> None:
    assert BCE.telling(said(0.0), said(0.0)).item() == pytest.approx(math.log(2))
    assert LSGAN.fooling(said(0.25)).item() == pytest.approx(0.75**2)


def test_a_judge_gone_wrong_by_far_still_gets_a_full_gradient() -> None:
    logits = torch.full((1,), -SURE, requires_grad=True)
    (slope,) = torch.autograd.grad(BCE.fooling((logits,)), logits)
    # A sigmoid applied before would have left 1e-9 of it.
    assert slope.item() == pytest.approx(-1)


def test_scales_count_alike_whatever_their_size() -> None:
    fine, coarse = torch.zeros(1, 1, 14, 14), torch.ones(1, 1, 2, 2)
    assert LSGAN.fooling((fine, coarse)).item() == pytest.approx(0.5)


def said(logit: float) -> Logits:
    return (torch.full((2, 1, 3, 3), logit), torch.full((2, 1, 1, 1), logit))
