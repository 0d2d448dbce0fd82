import torch

from afterglow_lab.losses.content import feature_cycle, vgg_before_activation, vgg_content
from afterglow_lab.networks.vgg19 import Vgg19

torch.set_num_threads(1)


def test_content_losses_compare_the_layers_they_name() -> None:
    torch.manual_seed(1)
    network = Vgg19().eval()
    first, second = torch.rand(2, 1, 3, 32, 32)
    after = network(first) - network(second)
    before = network(first, before_activation=True) - network(second, before_activation=True)
    assert torch.allclose(vgg_content(first, second, network), (after**2).mean())
    assert torch.allclose(feature_cycle(first, second, network), after.abs().mean())
    assert torch.allclose(vgg_before_activation(first, second, network), before.abs().mean())


def test_before_activation_more_features_speak() -> None:
    torch.manual_seed(1)
    network, batch = Vgg19().eval(), torch.rand(1, 3, 32, 32)
    assert (network(batch, before_activation=True) != 0).sum() > (network(batch) != 0).sum()
