"""Dense U-Net: an encoder of dense blocks, skip connections to the decoder, features of all depths fused.

The paper (Dense U-Net GAN for mobile photo enhancement) gives the plan but neither depths nor growth. Chosen
here: four levels, four layers a block, growth 16, compression to 64 channels between levels: 0.6 million
parameters and two fifths of the work of DPED. Its "global feature learning" is read as the residual dense
network's: every decoder level, brought to full size, takes part in the result.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

GROWTH = 16
LAYERS = 4
HEAD = 32
BETWEEN = 64
FUSED = 16
GAIN = GROWTH * LAYERS


class DenseBlock(nn.Module):
    """Each layer sees all layers before it; what comes out is everything, `GAIN` channels wider."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv2d(width + index * GROWTH, GROWTH, 3, padding=1) for index in range(LAYERS)
        )

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = torch.cat([x, functional.leaky_relu(layer(x), 0.2)], 1)
        return x


class DenseUNet(nn.Module):
    """Adds a learned correction to a batch (N×3×H×W, 0..1); without normalisation, so tiles are exact."""

    scale = 1
    multiple_of = 8
    context = 88

    def __init__(self) -> None:
        super().__init__()
        widths = (HEAD, BETWEEN, BETWEEN, BETWEEN)
        self.head = nn.Conv2d(3, HEAD, 3, padding=1)
        self.encoder = nn.ModuleList(DenseBlock(width) for width in widths)
        self.down = nn.ModuleList(nn.Conv2d(width + GAIN, BETWEEN, 1) for width in widths[:-1])
        coarse = (BETWEEN + GAIN, BETWEEN, BETWEEN)
        fine = widths[-2::-1]
        self.up = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in zip(coarse, fine, strict=True))
        self.join = nn.ModuleList(nn.Conv2d(2 * width + GAIN, width, 3, padding=1) for width in fine)
        self.gather = nn.ModuleList(nn.Conv2d(width, FUSED, 1) for width in (coarse[0], *fine))
        self.fuse = nn.Conv2d(FUSED * len(widths), HEAD, 1)
        self.tail = nn.Conv2d(HEAD, 3, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        head = y = self.head(x - 0.5)
        skips = []
        for block, down in zip(self.encoder, self.down, strict=False):
            skips.append(block(y))
            y = functional.avg_pool2d(down(skips[-1]), 2)
        depths = [self.encoder[-1](y)]
        for up, join, skip in zip(self.up, self.join, reversed(skips), strict=True):
            larger = functional.leaky_relu(up(functional.interpolate(depths[-1], scale_factor=2.0)), 0.2)
            depths.append(functional.leaky_relu(join(torch.cat([larger, skip], 1)), 0.2))
        gathered = [
            functional.interpolate(gather(depth), scale_factor=float(2 ** (len(depths) - 1 - level)))
            for level, (gather, depth) in enumerate(zip(self.gather, depths, strict=True))
        ]
        correction: Tensor = self.tail(head + self.fuse(torch.cat(gathered, 1)))
        return x + correction


def dense_unet() -> DenseUNet:
    """603,203 parameters, 166 kMAC per pixel."""
    return DenseUNet()
