"""A Gaussian window slid over a batch, as several losses look at pictures."""

import torch
from torch import Tensor
from torch.nn import functional


def smoothed(batch: Tensor, taps: int, sigma: float) -> Tensor:
    """Each channel of N×C×H×W under a `taps`×`taps` Gaussian, only where the whole window fits."""
    channels = batch.shape[1]
    places = torch.arange(taps, dtype=batch.dtype, device=batch.device) - (taps - 1) / 2
    weights = torch.exp(-(places**2) / (2 * sigma**2))
    column = (weights / weights.sum()).view(1, 1, taps, 1).expand(channels, 1, taps, 1)
    down = functional.conv2d(batch, column, groups=channels)
    return functional.conv2d(down, column.transpose(2, 3), groups=channels)
