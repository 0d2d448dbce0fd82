"""Losses that compare pixel with pixel."""

import torch
from torch import Tensor
from torch.nn import functional


def l1(output: Tensor, target: Tensor) -> Tensor:
    """Mean absolute difference."""
    return functional.l1_loss(output, target)


def mse(output: Tensor, target: Tensor) -> Tensor:
    """Mean squared difference, what PSNR measures."""
    return functional.mse_loss(output, target)


def charbonnier(output: Tensor, target: Tensor, softness: float = 1e-3) -> Tensor:
    """L1 with a rounded tip, zero at equality, so that small errors settle instead of jittering."""
    return (torch.sqrt((output - target) ** 2 + softness**2) - softness).mean()


def psnr(output: Tensor, target: Tensor) -> Tensor:
    """Logarithm of each picture's squared error, so that a decibel counts the same on good and bad input.

    L1 is ruled by the worst pictures: trained with it alone, nearly clean ones lost up to 3 dB early on.
    """
    return log_error(output, target).mean()


def log_error(output: Tensor, target: Tensor, floor: float = 1e-6) -> Tensor:
    """Each picture's squared error on a logarithmic scale, 0 for none; far below `floor` it stops to matter."""
    return torch.log1p(((output - target) ** 2).mean(dim=(1, 2, 3)) / floor)
