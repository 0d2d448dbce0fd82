"""Losses that compare edges."""

import torch
from torch import Tensor
from torch.nn import functional

SOBEL = ((-1.0, 0.0, 1.0), (-2.0, 0.0, 2.0), (-1.0, 0.0, 1.0))
LAPLACE = ((0.0, 1.0, 0.0), (1.0, -4.0, 1.0), (0.0, 1.0, 0.0))


def sobel(output: Tensor, target: Tensor) -> Tensor:
    """Mean absolute difference of slopes, across and down."""
    difference = output - target
    across = _filtered(difference, torch.tensor(SOBEL))
    down = _filtered(difference, torch.tensor(SOBEL).T)
    return (across.abs().mean() + down.abs().mean()) / 2


def laplacian(output: Tensor, target: Tensor) -> Tensor:
    """Mean absolute difference of curvature, the finest detail."""
    return _filtered(output - target, torch.tensor(LAPLACE)).abs().mean()


def _filtered(batch: Tensor, kernel: Tensor) -> Tensor:
    channels = batch.shape[1]
    weights = kernel.to(batch).expand(channels, 1, 3, 3)
    return functional.conv2d(functional.pad(batch, (1, 1, 1, 1), mode="replicate"), weights, groups=channels)
