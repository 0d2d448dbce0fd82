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
