import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from afterglow_lab.losses.color import blurred_color, mean_color


def test_blurred_color_compares_what_a_gaussian_of_three_pixels_leaves() -> None:
    first, second = np.random.default_rng(1).random((2, 1, 3, 60, 50))
    # Ten pixels on either side, a window of 21.
    low, other = (
        gaussian_filter(picture, (0, 0, 3, 3), truncate=10 / 3)[..., 10:-10, 10:-10]
        for picture in (first, second)
    )
    loss = blurred_color(torch.from_numpy(first).float(), torch.from_numpy(second).float())
    assert loss.item() == pytest.approx(((low - other) ** 2).mean(), rel=1e-4)


def test_a_shifted_edge_costs_less_than_a_tint() -> None:
    edge = torch.zeros(1, 3, 64, 64)
    edge[..., 32:] = 1
    tinted = edge.clone()
    tinted[:, 0] += 0.2
    assert blurred_color(edge.roll(1, 3)[..., 2:], edge[..., 2:]) < blurred_color(tinted, edge)


def test_mean_color_is_blind_to_where_pixels_are() -> None:
    batch = torch.rand(1, 3, 8, 8)
    assert mean_color(batch.flip(3), batch) < 1e-6
    assert mean_color(batch + 0.25, batch).item() == pytest.approx(0.25, abs=1e-6)
