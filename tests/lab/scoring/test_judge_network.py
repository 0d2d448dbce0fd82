import torch

from afterglow.score import cells
from afterglow_lab.scoring.judge_network import CELL, SAYS, Judge, pooled
from afterglow_lab.scoring.ladders import RUNGS
from afterglow_lab.scoring.losses import order_loss


def test_the_lab_and_the_product_speak_of_the_same():
    assert cells.SAYS == SAYS
    assert cells.CELL == CELL


def test_each_cell_is_judged():
    said = Judge()(torch.rand(2, 3, 64, 96))
    assert said.shape == (2, 2 * len(SAYS), 4, 6)
    assert (said[:, 0] >= 0).all()
    assert (said[:, 0] <= 100).all()
    assert pooled(said).shape == (2, len(SAYS))


def test_the_right_order_costs_less_than_the_wrong_one():
    worth = torch.tensor([90.0, 70.0, 50.0, 30.0])
    assert len(worth) == RUNGS
    assert order_loss(worth, worth) < order_loss(worth.flip(0), worth)
