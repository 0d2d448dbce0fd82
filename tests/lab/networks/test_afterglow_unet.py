import pytest
import torch

from afterglow_lab.networks.afterglow_unet import (
    NEAR,
    AfterglowUNet,
    afterglow_best,
    afterglow_fast,
    afterglow_upscale_fast,
)


def shaken(network: torch.nn.Module) -> torch.nn.Module:
    """The network with no weight left at zero, so that everything it could see it does see."""
    torch.manual_seed(0)
    for parameter in network.parameters():
        torch.nn.init.uniform_(parameter, 0.01, 0.02)
    return network.double()


def reach(network: torch.nn.Module, side: int) -> int:
    """How far from itself the farthest seen input pixel lies, from both corners of a coarsest cell."""
    farthest = 0
    for offset in (0, network.multiple_of * network.scale - 1):
        x = torch.rand(1, 3, side, side, dtype=torch.double, requires_grad=True)
        at = side * network.scale // 2 + offset
        network(x)[0, :, at, at].sum().backward()
        seen = (x.grad[0].abs().sum(0) > 0).nonzero()
        farthest = max(farthest, int((seen - at // network.scale).abs().max()))
    return farthest


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("blocks", [(1, 1), (2, 1), (1, 1, 2)])
def test_no_pixel_sees_farther_than_the_context(scale: int, blocks: tuple[int, ...]):
    network = shaken(AfterglowUNet((4,) * len(blocks), blocks, scale))
    seen = reach(network, 2 * network.context + 4 * network.multiple_of)
    assert network.context - 2 * network.multiple_of < seen <= network.context


@pytest.mark.slow
@pytest.mark.parametrize("builder", [afterglow_fast, afterglow_upscale_fast])
def test_the_shipped_sizes_see_no_farther_than_their_context(builder):
    network = shaken(builder())
    assert reach(network, 2 * network.context + 4 * network.multiple_of) <= network.context


def test_an_untrained_network_leaves_the_picture_alone():
    picture = torch.rand(1, 3, 16, 24)
    assert torch.equal(afterglow_fast()(picture), picture)


def test_an_untrained_upscaler_repeats_pixels():
    picture = torch.rand(1, 3, 8, 12)
    expected = torch.nn.functional.interpolate(picture, scale_factor=2, mode="nearest")
    assert torch.allclose(afterglow_upscale_fast()(picture), expected)


def lightened(network: AfterglowUNet, by: float) -> AfterglowUNet:
    """The network with a tail that adds the same light everywhere."""
    torch.nn.init.constant_(network.tail.bias, by)
    return network


def test_an_enlarging_network_cannot_make_a_place_lighter():
    picture = torch.rand(1, 3, 16, 24)
    enlarged = torch.nn.functional.interpolate(picture, scale_factor=2, mode="nearest")
    output = lightened(AfterglowUNet((4, 4), (1, 1), scale=2), 0.2)(picture)
    assert torch.allclose(output, enlarged, atol=1e-6)
    assert torch.allclose(lightened(AfterglowUNet((4, 4), (1, 1)), 0.2)(picture), picture + 0.2, atol=1e-6)


def test_an_enlarging_network_keeps_each_places_light():
    torch.manual_seed(2)
    network = AfterglowUNet((8, 8), (1, 1), scale=2)
    torch.nn.init.normal_(network.tail.weight, std=0.3)
    # Stars on a dark sky, of which enlargers lose some light.
    picture = 0.05 * torch.rand(1, 3, 96, 96)
    picture[..., 8::16, 8::16] = 1
    change = network(picture) - torch.nn.functional.interpolate(picture, scale_factor=2, mode="nearest")
    places = torch.nn.functional.avg_pool2d(change, 2 * NEAR, 1)
    assert change.abs().mean() > 0.05
    assert places.abs().mean() < 0.1 * change.abs().mean()


def test_sizes_are_as_promised():
    assert sum(p.numel() for p in afterglow_fast().parameters()) == 1_081_900
    assert sum(p.numel() for p in afterglow_best().parameters()) == 7_114_060
