"""CycleGAN's generator (Zhu et al., ICCV 2017), enlarging by nearest neighbour.

The original's transposed convolutions leave a checkerboard; the authors of Fantastic Filter found this cure.
"""

import torch
from torch import Tensor, nn

from afterglow_lab.networks.norm import WHOLE_PICTURE

WIDTHS = (64, 128, 256)
BLOCKS = 9


class MirroredBlock(nn.Module):
    """Two normalised convolutions with mirrored borders, added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(width, width, 3),
            nn.InstanceNorm2d(width),
            nn.ReLU(),
            nn.ReflectionPad2d(1),
            nn.Conv2d(width, width, 3),
            nn.InstanceNorm2d(width),
        )

    def forward(self, x: Tensor) -> Tensor:
        change: Tensor = self.body(x)
        return x + change


class CycleGan(nn.Module):
    """A batch (N×3×H×W, 0..1) in the other camera's style.

    Instance normalisation looks at the whole picture, so no tile is exact.
    """

    scale = 1
    multiple_of = 4
    context = WHOLE_PICTURE

    def __init__(self) -> None:
        super().__init__()
        fine, middle, coarse = WIDTHS
        self.head = nn.Sequential(
            nn.ReflectionPad2d(3), nn.Conv2d(3, fine, 7), nn.InstanceNorm2d(fine), nn.ReLU()
        )
        self.down = nn.Sequential(_layer(fine, middle, 2), _layer(middle, coarse, 2))
        self.blocks = nn.Sequential(*(MirroredBlock(coarse) for _ in range(BLOCKS)))
        self.up = nn.Sequential(
            nn.Upsample(scale_factor=2.0),
            _layer(coarse, middle),
            nn.Upsample(scale_factor=2.0),
            _layer(middle, fine),
        )
        self.tail = nn.Sequential(nn.ReflectionPad2d(3), nn.Conv2d(fine, 3, 7))

    def forward(self, x: Tensor) -> Tensor:
        y = self.up(self.blocks(self.down(self.head(x * 2 - 1))))
        return torch.tanh(self.tail(y)) / 2 + 0.5


def cyclegan() -> CycleGan:
    """11,378,179 parameters, 867 kMAC per pixel."""
    return CycleGan()


def _layer(narrow: int, wide: int, stride: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(narrow, wide, 3, stride, padding=1)
    return nn.Sequential(convolution, nn.InstanceNorm2d(wide), nn.ReLU())
