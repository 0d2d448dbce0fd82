import pytest
import torch

from afterglow_lab.cost import kmacs
from afterglow_lab.networks.afterglow_phone import (
    AfterglowPhone,
    Look,
    afterglow_phone_fast,
    afterglow_phone_fine,
)


def decided(look: Look) -> Look:
    """The look with a decision to make, as after a training."""
    torch.manual_seed(3)
    torch.nn.init.normal_(look.decide.weight, std=0.2)
    return look


def test_an_untrained_network_leaves_the_picture_alone():
    picture, thumbnail = torch.rand(1, 3, 16, 24), torch.rand(1, 3, 64, 64)
    assert torch.equal(afterglow_phone_fast()(picture, thumbnail), picture)


def test_the_same_colour_becomes_the_same_colour_everywhere():
    look, thumbnail = decided(Look()), torch.rand(1, 3, 64, 64)
    picture = torch.rand(1, 3, 8, 8)
    with torch.no_grad():
        changed = look(picture, thumbnail)
        moved = look(picture.flip(2).roll(3, dims=3), thumbnail)
    assert changed.abs().max() > 0.01
    assert torch.allclose(moved, changed.flip(2).roll(3, dims=3), atol=1e-6)


def test_another_thumbnail_is_another_decision_for_its_own_picture_alone():
    look, picture = decided(Look()), torch.rand(1, 3, 8, 8).repeat(2, 1, 1, 1)
    bright, dark = torch.full((1, 3, 64, 64), 0.9), torch.full((1, 3, 64, 64), 0.1)
    with torch.no_grad():
        both = look(picture, torch.cat([bright, dark]))
        alone = look(picture[:1], bright)
    assert not torch.allclose(both[0], both[1], atol=1e-3)
    assert torch.allclose(both[:1], alone, atol=1e-6)


@pytest.mark.parametrize(("builder", "most"), [(afterglow_phone_fast, 55), (afterglow_phone_fine, 380)])
def test_the_sizes_cost_no_more_than_was_promised(builder, most):
    network = builder()
    assert isinstance(network, AfterglowPhone)
    assert kmacs(network) <= most
