import pytest
from torch import nn

from afterglow_lab.cost import kmacs
from afterglow_lab.networks import NETWORKS


def test_every_multiply_add_of_a_pixel_is_counted():
    assert kmacs(nn.Conv2d(3, 8, 3, padding=1)) == pytest.approx(3 * 8 * 9 / 1000)


@pytest.mark.parametrize(
    ("network", "limit"),
    [("afterglow_fast", 55), ("afterglow_best", 380), ("afterglow_upscale_fast", 4 * 55)],
)
def test_our_networks_cost_what_they_may(network: str, limit: float):
    assert kmacs(NETWORKS[network]()) <= limit
