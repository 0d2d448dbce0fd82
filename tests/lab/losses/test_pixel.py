import pytest
import torch

from afterglow_lab.losses.pixel import charbonnier, l1, mse, psnr


@pytest.mark.parametrize("loss", [l1, mse, charbonnier, psnr])
def test_a_loss_is_zero_at_equality_and_pulls_towards_the_target(loss):
    target = torch.rand(2, 3, 8, 8)
    assert loss(target, target).item() == pytest.approx(0, abs=1e-7)
    output = (target + 0.1).requires_grad_()
    loss(output, target).backward()
    assert (output.grad > 0).all()


def test_a_decibel_counts_the_same_on_good_and_bad_input():
    target = torch.zeros(1, 3, 8, 8)
    tenth = 10**0.05

    def gained(error: float) -> float:
        return (psnr(target + error, target) - psnr(target + error / tenth, target)).item()

    assert gained(0.2) == pytest.approx(gained(0.05), rel=0.01)
