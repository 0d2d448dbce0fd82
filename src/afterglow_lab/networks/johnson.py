"""Johnson's transform network (ECCV 2016), the second baseline DPED was measured against.

As published, with batch normalisation; enlarged by nearest neighbour and convolution instead of transposed
convolution, and with borders of zeros instead of a 40-pixel mirrored frame, so that tiles are exact.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from afterglow_lab.networks.norm import batch_norm

WIDTHS = (32, 64, 128)
BLOCKS = 5


class TwoNormBlock(nn.Module):
    """Two normalised convolutions, added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.first_norm = batch_norm(width)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.second_norm = batch_norm(width)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.second_norm(self.second(functional.relu(self.first_norm(self.first(x)))))
        return x + y


class Johnson(nn.Module):
    """A better picture for a batch (N×3×H×W, 0..1)."""

    scale = 1
    multiple_of = 4
    context = 60

    def __init__(self) -> None:
        super().__init__()
        fine, middle, coarse = WIDTHS
        self.encoder = nn.Sequential(
            _layer(3, fine, 9), _layer(fine, middle, 3, 2), _layer(middle, coarse, 3, 2)
        )
        self.blocks = nn.Sequential(*(TwoNormBlock(coarse) for _ in range(BLOCKS)))
        self.decoder = nn.Sequential(
            nn.Upsample(scale_factor=2.0),
            _layer(coarse, middle, 3),
            nn.Upsample(scale_factor=2.0),
            _layer(middle, fine, 3),
        )
        self.tail = nn.Conv2d(fine, 3, 9, padding=4)

    def forward(self, x: Tensor) -> Tensor:
        y = self.decoder(self.blocks(self.encoder(x * 2 - 1)))
        return torch.tanh(self.tail(y)) / 2 + 0.5


def johnson() -> Johnson:
    """1,679,235 parameters, 154 kMAC per pixel."""
    return Johnson()


def _layer(narrow: int, wide: int, kernel: int, stride: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(narrow, wide, kernel, stride, padding=kernel // 2)
    return nn.Sequential(convolution, batch_norm(wide), nn.ReLU())
