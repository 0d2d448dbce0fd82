"""Normalisation layers, and what they mean for tiles."""

import torch
from torch import nn

WHOLE_PICTURE = 2**20
"""The `context` of a network that needs to see all of a picture: more pixels than any is wide."""


def batch_norm(width: int) -> nn.BatchNorm2d:
    """Batch normalisation that counts its steps in a float: an average of weights cannot blend integers."""
    norm = nn.BatchNorm2d(width)
    norm.num_batches_tracked = torch.zeros(())
    return norm
