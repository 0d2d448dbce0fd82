"""Losses that compare what kind of texture there is, not where."""

import torch
from torch import Tensor
from torch.nn import functional

WINDOW = 7


def gram(output: Tensor, target: Tensor) -> Tensor:
    """Mean squared difference of Gram matrices: how channels go together over the whole picture."""
    return functional.mse_loss(gram_matrix(output), gram_matrix(target))


def gram_matrix(features: Tensor) -> Tensor:
    """Mean product of every two channels, N×C×C."""
    flat = features.flatten(2)
    return flat @ flat.transpose(1, 2) / flat.shape[2]


def local_contrast(output: Tensor, target: Tensor) -> Tensor:
    """Mean absolute difference of the standard deviation in 7×7 windows."""
    return functional.l1_loss(_deviation(output), _deviation(target))


def _deviation(batch: Tensor) -> Tensor:
    side = min(*batch.shape[2:], WINDOW)
    mean = functional.avg_pool2d(batch, side, stride=1)
    variance = functional.avg_pool2d(batch**2, side, stride=1) - mean**2
    # The slope of a square root is infinite at zero, where flat pictures are.
    return torch.sqrt(variance.clamp(min=0) + 1e-6)
