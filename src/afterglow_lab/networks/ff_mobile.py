"""Fantastic Filter's generator for phones: small, and without normalisation, so tiles are exact."""

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTHS = (32, 64, 128)
# The width of the shipped network's last hidden layer, as found in its file.
LAST = 43


class PlainBlock(nn.Module):
    """Two convolutions with ReLU, added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return x + functional.relu(self.second(functional.relu(self.first(x))))


class FfMobile(nn.Module):
    """A better picture for a batch (N×3×H×W, 0..1)."""

    scale = 1
    multiple_of = 4
    context = 32

    def __init__(self) -> None:
        super().__init__()
        fine, middle, coarse = WIDTHS
        self.encoder = nn.Sequential(
            nn.Conv2d(3, fine, 3, padding=1),
            nn.LeakyReLU(0.2),
            nn.Conv2d(fine, middle, 3, 2, padding=1),
            nn.LeakyReLU(0.2),
            nn.Conv2d(middle, coarse, 3, 2, padding=1),
            nn.LeakyReLU(0.2),
        )
        self.blocks = nn.Sequential(PlainBlock(coarse), PlainBlock(coarse))
        self.decoder = nn.Sequential(
            nn.Upsample(scale_factor=2.0, mode="bilinear"),
            nn.Conv2d(coarse, middle, 3, padding=1),
            nn.LeakyReLU(0.2),
            nn.Upsample(scale_factor=2.0, mode="bilinear"),
            nn.Conv2d(middle, LAST, 3, padding=1),
            nn.LeakyReLU(0.2),
        )
        self.tail = nn.Conv2d(LAST, 3, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y = self.decoder(self.blocks(self.encoder(x * 2 - 1)))
        return torch.tanh(self.tail(y)) / 2 + 0.5


def ff_mobile() -> FfMobile:
    """783,351 parameters, 91 kMAC per pixel."""
    return FfMobile()
