"""Fantastic Filter's other desktop generator, a U-Net.

Its report says that it did as well as the ResNet but not how wide it was; these are the usual widths of
picture-to-picture translation, five levels deep, enlarged by nearest neighbour and convolution.
"""

import torch
from torch import Tensor, nn

from afterglow_lab.networks.norm import batch_norm

WIDTHS = (64, 128, 256, 512, 512)


class FfUNet(nn.Module):
    """A better picture for a batch (N×3×H×W, 0..1); tiles are exact, as statistics are fixed at run time."""

    scale = 1
    multiple_of = 2 ** len(WIDTHS)
    context = 96

    def __init__(self) -> None:
        super().__init__()
        steps = list(zip((3, *WIDTHS[:-1]), WIDTHS, strict=True))
        self.down = nn.ModuleList(_down(fine, coarse, normalised=fine != 3) for fine, coarse in steps)
        inputs = (WIDTHS[-1], *(2 * width for width in WIDTHS[-2::-1]))
        outputs = (*WIDTHS[-2::-1], WIDTHS[0])
        self.up = nn.ModuleList(_up(wide, narrow) for wide, narrow in zip(inputs, outputs, strict=True))
        self.tail = nn.Conv2d(WIDTHS[0], 3, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y = x * 2 - 1
        skips = []
        for down in self.down:
            y = down(y)
            skips.append(y)
        y = self.up[0](skips.pop())
        for up in self.up[1:]:
            y = up(torch.cat([y, skips.pop()], 1))
        return torch.tanh(self.tail(y)) / 2 + 0.5


def ff_unet() -> FfUNet:
    """12,486,147 parameters, 225 kMAC per pixel."""
    return FfUNet()


def _down(fine: int, coarse: int, normalised: bool) -> nn.Sequential:
    convolution = nn.Conv2d(fine, coarse, 4, 2, padding=1, bias=not normalised)
    norm = [batch_norm(coarse)] if normalised else []
    return nn.Sequential(convolution, *norm, nn.LeakyReLU(0.2))


def _up(wide: int, narrow: int) -> nn.Sequential:
    convolution = nn.Conv2d(wide, narrow, 3, padding=1, bias=False)
    return nn.Sequential(nn.Upsample(scale_factor=2.0), convolution, batch_norm(narrow), nn.LeakyReLU(0.2))
