"""Fantastic Filter's desktop generator for night photos: nine residual blocks at a quarter of the size."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from afterglow_lab.networks.norm import batch_norm

WIDTHS = (64, 128, 256)
BLOCKS = 9


class OneNormBlock(nn.Module):
    """Convolution, normalisation, leaky ReLU, convolution, added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = batch_norm(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.second(functional.leaky_relu(self.norm(self.first(x)), 0.2))
        return x + y


class FfResNet(nn.Module):
    """A better picture for a batch (N×3×H×W, 0..1); tiles are exact, as statistics are fixed at run time."""

    scale = 1
    multiple_of = 4
    context = 84

    def __init__(self) -> None:
        super().__init__()
        fine, middle, coarse = WIDTHS
        self.encoder = nn.Sequential(
            _layer(3, fine, 5), _layer(fine, middle, 3, 2), _layer(middle, coarse, 3, 2)
        )
        self.blocks = nn.Sequential(*(OneNormBlock(coarse) for _ in range(BLOCKS)))
        self.decoder = nn.Sequential(
            nn.Upsample(scale_factor=2.0),
            _layer(coarse, middle, 3),
            nn.Upsample(scale_factor=2.0),
            _layer(middle, fine, 3),
        )
        self.tail = nn.Conv2d(fine, 3, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y = self.decoder(self.blocks(self.encoder(x * 2 - 1)))
        return torch.tanh(self.tail(y)) / 2 + 0.5


def ff_resnet() -> FfResNet:
    """11,366,531 parameters, 854 kMAC per pixel."""
    return FfResNet()


def _layer(narrow: int, wide: int, kernel: int, stride: int = 1) -> nn.Sequential:
    # Normalisation takes the mean away at once, so a bias before it would learn nothing.
    convolution = nn.Conv2d(narrow, wide, kernel, stride, padding=kernel // 2, bias=False)
    return nn.Sequential(convolution, batch_norm(wide), nn.LeakyReLU(0.2))
