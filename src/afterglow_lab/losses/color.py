"""Losses that compare colours and leave detail alone."""

from torch import Tensor
from torch.nn import functional

from afterglow_lab.losses.gaussian import smoothed

TAPS = 21
SIGMA = 3.0


def blurred_color(output: Tensor, target: Tensor) -> Tensor:
    """Mean squared difference of blurred pictures, so that shifted edges cost little (DPED's colour loss).

    DPED's code sums instead and halves: its weight 0.5 for 100×100 patches is 7500 here.
    """
    side = min(*output.shape[2:], TAPS)
    taps = side if side % 2 else side - 1
    return functional.mse_loss(smoothed(output, taps, SIGMA), smoothed(target, taps, SIGMA))


def mean_color(output: Tensor, target: Tensor) -> Tensor:
    """Mean absolute difference of the pictures' average colours."""
    return functional.l1_loss(output.mean((2, 3)), target.mean((2, 3)))
