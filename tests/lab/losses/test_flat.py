import torch

from afterglow_lab.losses import GUARDS
from afterglow_lab.losses.flat import flat_noise


def wall(noise: float = 0.0, level: float = 0.5) -> torch.Tensor:
    """A flat picture with noise of so many 8-bit steps."""
    torch.manual_seed(1)
    return torch.full((2, 3, 32, 32), level) + torch.randn(2, 3, 32, 32) * noise / 255


def test_more_noise_on_a_wall_costs_more():
    costs = [flat_noise(wall(noise), wall(), wall(4)).item() for noise in (0, 1, 2, 4)]
    assert costs[0] == 0
    assert costs == sorted(set(costs))


def test_a_wall_may_change_its_tone_for_nothing():
    assert flat_noise(wall(level=0.8), wall(), wall()).item() < 1e-6


def test_what_was_calm_is_to_stay_so_even_where_the_target_has_faint_grain():
    grainy = wall(0.5)
    assert flat_noise(grainy, grainy, wall()).item() > 0
    assert flat_noise(grainy, grainy, grainy).item() == 0


def test_grass_may_become_rougher():
    assert flat_noise(wall(40), wall(20), wall(10)).item() == 0


def test_it_has_a_gradient_at_any_size():
    for side in (1, 5, 32):
        output = wall(2)[..., :side, :side].clone().requires_grad_()
        GUARDS["flat_noise"](output, wall()[..., :side, :side], wall()[..., :side, :side]).backward()
        assert output.grad is not None
        assert torch.isfinite(output.grad).all()
