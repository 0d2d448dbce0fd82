"""What keeps skies and walls calm."""

import torch
from torch import Tensor
from torch.nn import functional

# What the eye takes for one tone varies by less than an 8-bit step.
CALM = 1 / 255
SPREAD = 7


def flat_noise(output: Tensor, target: Tensor, damaged: Tensor) -> Tensor:
    """How much rougher flat places became than they were or should be.

    A mean over all pixels minds noise there no more than in grass, where nobody would see it.
    """
    wanted = _roughness(target)
    flat = (wanted < CALM).to(output.dtype)
    excess = (_roughness(output) - torch.minimum(wanted, _roughness(damaged))).relu() * flat
    return excess.sum() / (flat.sum() + 1)


def _roughness(pixels: Tensor) -> Tensor:
    """The deviation of each pixel from its neighbours, in windows of a few pixels."""
    apart = pixels - functional.avg_pool2d(pixels, 3, stride=1, padding=1, count_include_pad=False)
    side = min(SPREAD, *pixels.shape[2:])
    return torch.sqrt(functional.avg_pool2d(apart**2, side, stride=(side + 1) // 2) + 1e-10)
