"""DPED's photo enhancer (Ignatov et al., ICCV 2017): residual blocks at full size."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from afterglow_lab.networks.norm import WHOLE_PICTURE

WIDTH = 64


class NormBlock(nn.Module):
    """Convolution and instance normalisation, twice, added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(WIDTH, WIDTH, 3, padding=1)
        self.first_norm = nn.InstanceNorm2d(WIDTH, eps=1e-3, affine=True)
        self.second = nn.Conv2d(WIDTH, WIDTH, 3, padding=1)
        self.second_norm = nn.InstanceNorm2d(WIDTH, eps=1e-3, affine=True)

    def forward(self, x: Tensor) -> Tensor:
        y = functional.relu(self.first_norm(self.first(x)))
        return x + functional.relu(self.second_norm(self.second(y)))


class Dped(nn.Module):
    """Turns a phone's photo (N×3×H×W, 0..1) into a better camera's, in the range -0.08 to 1.08.

    Instance normalisation looks at the whole picture, so no tile is exact.
    """

    scale = 1
    multiple_of = 1
    context = WHOLE_PICTURE

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Conv2d(3, WIDTH, 9, padding=4)
        self.blocks = nn.Sequential(*(NormBlock() for _ in range(4)))
        self.body = nn.ModuleList(nn.Conv2d(WIDTH, WIDTH, 3, padding=1) for _ in range(2))
        self.tail = nn.Conv2d(WIDTH, 3, 9, padding=4)

    def forward(self, x: Tensor) -> Tensor:
        y = self.blocks(functional.relu(self.head(x)))
        for convolution in self.body:
            y = functional.relu(convolution(y))
        # Beyond 0..1 on both sides, so that black and white are reached before tanh flattens.
        return torch.tanh(self.tail(y)) * 0.58 + 0.5


def dped() -> Dped:
    """401,475 parameters, 400 kMAC per pixel."""
    return Dped()
