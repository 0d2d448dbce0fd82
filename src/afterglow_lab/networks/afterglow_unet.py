"""Our restoration network: a residual U-Net of plain 3×3 convolutions without normalisation."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

# How wide a place is, in input pixels, whose light an enlarging network keeps.
NEAR = 17


class Block(nn.Module):
    """Two convolutions around a ReLU, added to what came in; it starts as the identity."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        # Without normalisation layers an ordinary start blew up near step 1,000 at learning rate 1e-3.
        _silence(self.second)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(functional.relu(self.first(x)))


class AfterglowUNet(nn.Module):
    """Restores a batch (N×3×H×W, 0..1) by adding a learned correction to it, `scale` times larger.

    At scale 1 the picture is folded 2×2 into channels first, so no convolution runs at full size; at
    scale 2 the network works at the input's own size and unfolds its result.
    """

    def __init__(self, widths: tuple[int, ...], blocks: tuple[int, ...], scale: int = 1) -> None:
        super().__init__()
        self.scale = scale
        self.fold = 2 if scale == 1 else 1
        self.unfold = self.fold * scale
        self.multiple_of = self.fold * 2 ** (len(widths) - 1)
        around = NEAR // 2 if scale > 1 else 0
        self.context = _context(blocks, self.fold, self.multiple_of, around)
        steps = list(pairwise(widths))
        self.head = nn.Conv2d(3 * self.fold**2, widths[0], 3, padding=1)
        self.down_blocks = nn.ModuleList(_row(w, n) for w, n in zip(widths[:-1], blocks[:-1], strict=True))
        self.down = nn.ModuleList(nn.Conv2d(fine, coarse, 2, stride=2) for fine, coarse in steps)
        self.middle = _row(widths[-1], blocks[-1])
        self.up = nn.ModuleList(nn.Conv2d(coarse, fine, 1) for fine, coarse in steps)
        self.up_blocks = nn.ModuleList(_row(w, n) for w, n in zip(widths[:-1], blocks[:-1], strict=True))
        self.tail = nn.Conv2d(widths[0], 3 * self.unfold**2, 3, padding=1)
        _silence(self.tail)

    def forward(self, x: Tensor) -> Tensor:
        # Centred, so that the convolutions' zero padding is mid-grey rather than black.
        folded = x - 0.5
        if self.fold > 1:
            folded = functional.pixel_unshuffle(folded, self.fold)
        y = self.head(folded)
        skips = []
        for row, down in zip(self.down_blocks, self.down, strict=True):
            y = row(y)
            skips.append(y)
            y = down(y)
        y = self.middle(y)
        for row, up, skip in zip(reversed(self.up_blocks), reversed(self.up), reversed(skips), strict=True):
            # Repeating keeps ONNX Runtime's blocked layout, which unfolding channels would leave and enter again.
            y = row(skip + functional.interpolate(up(y), scale_factor=2, mode="nearest"))
        correction = self.tail(y)
        if self.scale > 1:
            correction = _keeping_light(correction, self.scale)
        return _enlarge(x, self.scale) + functional.pixel_shuffle(correction, self.unfold)


def afterglow_fast() -> AfterglowUNet:
    """For laptops, video and phones: 1.08 million parameters, about 50 kMAC per pixel."""
    return AfterglowUNet((32, 64, 96), (2, 2, 4))


def afterglow_best() -> AfterglowUNet:
    """For when a second or two do not matter: 7.1 million parameters, about 366 kMAC per pixel."""
    return AfterglowUNet((64, 128, 192), (4, 4, 6))


def afterglow_fine() -> AfterglowUNet:
    """Learns twice as fast as the best, in half its time: 2.6 million parameters, about 160 kMAC per pixel."""
    return AfterglowUNet((64, 96, 128), (2, 3, 4))


def afterglow_upscale_fast() -> AfterglowUNet:
    """Twice the size, about 40 kMAC per pixel of the result."""
    return AfterglowUNet((32, 64, 96), (1, 2, 4), scale=2)


def afterglow_upscale_fine() -> AfterglowUNet:
    """Twice the size, about 160 kMAC per pixel of the result."""
    return AfterglowUNet((64, 96, 128), (2, 3, 4), scale=2)


def _silence(convolution: nn.Conv2d) -> None:
    for parameter in convolution.parameters():
        nn.init.zeros_(parameter)


def _row(width: int, count: int) -> nn.Sequential:
    return nn.Sequential(*(Block(width) for _ in range(count)))


def _enlarge(x: Tensor, scale: int) -> Tensor:
    if scale == 1:
        return x
    # Nearest neighbour costs nothing and exports to plain shapes; the network learns the rest at once.
    return functional.pixel_shuffle(torch.repeat_interleave(x, scale**2, dim=1), scale)


def _keeping_light(correction: Tensor, scale: int) -> Tensor:
    """The correction without what would make a place lighter or darker: a larger picture shows the same light.

    Dark pictures with bright points lost up to a twenty-fifth of theirs.
    """
    added = functional.avg_pool2d(
        _of_each_colour(correction, scale), NEAR, 1, NEAR // 2, count_include_pad=False
    )
    return correction - torch.repeat_interleave(added, scale**2, dim=1)


def _of_each_colour(correction: Tensor, scale: int) -> Tensor:
    """The mean of what becomes of one input pixel, for each of its colours."""
    return torch.cat([part.mean(1, keepdim=True) for part in correction.split(scale**2, 1)], 1)


def _context(blocks: tuple[int, ...], fold: int, multiple_of: int, around: int) -> int:
    """How many input pixels around itself an output pixel can see, rounded up to `multiple_of`.

    What is `around` an output pixel counts as much as the pixel itself.
    """
    steps = [fold * 2**level for level in range(len(blocks))]
    sides = [2 * count for count in blocks[:-1]] + [blocks[-1]]
    radius = around + 2 * fold + sum(2 * side * step for side, step in zip(sides, steps, strict=True))
    # A cell of the coarsest grid is multiple_of pixels wide, and the pixel may sit at its far edge.
    reach = radius + multiple_of - 1
    return -(-reach // multiple_of) * multiple_of
