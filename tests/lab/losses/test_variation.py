import pytest
import torch

from afterglow_lab.losses.variation import total_variation


def test_flat_pictures_are_at_rest_whatever_the_target() -> None:
    assert total_variation(torch.full((1, 3, 8, 8), 0.7), torch.rand(1, 3, 8, 8)).item() == 0


def test_a_slope_costs_its_squared_step() -> None:
    slope = (torch.arange(8.0) / 10).expand(1, 3, 8, 8)
    assert total_variation(slope, slope).item() == pytest.approx(0.01, rel=1e-5)
