"""What the judge's training minimises."""

import torch
from torch import Tensor
from torch.nn import functional

from afterglow_lab.scoring.judge_network import pooled
from afterglow_lab.scoring.ladders import RUNGS

STEEPNESS = 0.5  # of the order's loss, per point
EQUAL = 1.0  # points: rungs closer than this have no order


def loss_of(said: Tensor, points: Tensor, levels: Tensor, drawn: Tensor) -> dict[str, Tensor]:
    """The parts of the loss of a batch of ladders, each weighed as it counts."""
    whole = pooled(said)
    score, spread = whole[:, 0], whole[:, 1]
    named = whole[:, 2:-1]
    local = said[:, 0].float().flatten(1)
    return {
        "score": 0.5 * functional.smooth_l1_loss(score / 10, points / 10, beta=0.3),
        # Each cell should come near the whole, or its map says nothing; cells do differ, so gently.
        "cells": 0.1
        * functional.smooth_l1_loss(local / 10, (points / 10)[:, None].expand_as(local), beta=0.3),
        "order": 0.2 * order_loss(score, points),
        "spread": 0.05 * spread_loss(score.detach(), spread, points),
        # Most pictures have no damage of a kind, so an absolute error would be content with always saying 0.
        "levels": 6.0 * functional.mse_loss(named, levels),
        "drawn": 0.1 * functional.binary_cross_entropy_with_logits(whole[:, -1], drawn),
    }


def order_loss(score: Tensor, points: Tensor) -> Tensor:
    """How far the rungs of each ladder are from standing in the right order, with room between them."""
    scores, worths = score.view(-1, RUNGS), points.view(-1, RUNGS)
    apart = worths[:, :, None] - worths[:, None, :]
    found = scores[:, :, None] - scores[:, None, :]
    ordered = apart > EQUAL
    short = functional.softplus(STEEPNESS * (0.5 * apart.clamp(max=10) - found))
    return (short * ordered).sum() / ordered.sum().clamp(min=1)


def spread_loss(score: Tensor, spread: Tensor, points: Tensor) -> Tensor:
    """The log likelihood of the errors, were they normal with the spread that the judge names."""
    return (0.5 * ((points - score) / spread) ** 2 + torch.log(spread)).mean()
