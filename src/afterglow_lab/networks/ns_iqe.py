"""Nagato-Sakura's enhancer: residual dense blocks and self-attention at a quarter of the size."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from afterglow_lab.networks.norm import WHOLE_PICTURE, batch_norm

WIDTH = 256
GROWTH = 32
DENSE_LAYERS = 3
BLOCKS = 16
FOLD = 4
WINDOW = 64


class ResidualDenseBlock(nn.Module):
    """Three layers that see all before them, brought back to the block's width and added lightly."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv2d(WIDTH + index * GROWTH, GROWTH, 3, padding=1) for index in range(DENSE_LAYERS)
        )
        self.back = nn.Conv2d(WIDTH + DENSE_LAYERS * GROWTH, WIDTH, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y = x
        for layer in self.layers:
            y = torch.cat([y, functional.leaky_relu(layer(y), 0.2)], 1)
        return functional.leaky_relu(x + 0.2 * self.back(y), 0.2)


class SelfAttention(nn.Module):
    """Every place looks at every other of its `window` × `window` cells, or of the whole picture for None."""

    def __init__(self, window: int | None) -> None:
        super().__init__()
        self.window = window
        self.query = nn.Conv2d(WIDTH, WIDTH // 8, 1)
        self.key = nn.Conv2d(WIDTH, WIDTH // 8, 1)
        self.value = nn.Conv2d(WIDTH, WIDTH, 1)
        self.gamma = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        height, width = x.shape[2:]
        high, wide = (self.window, self.window) if self.window else (height, width)
        query, key, value = (_windows(part(x), high, wide) for part in (self.query, self.key, self.value))
        attention = torch.softmax(query @ key.transpose(1, 2), dim=-1)
        return x + self.gamma * _picture(attention @ value, height, width, high, wide)


class NsIqe(nn.Module):
    """A better picture for a batch (N×3×H×W, 0..1).

    The original attends to the whole tile, so its result depends on how a picture was cut and its memory
    grows with the fourth power of the side. Here attention stays inside windows of `window` pixels that lie
    on a fixed grid of the picture; as tiles start on multiples of `multiple_of`, which is that window, each
    sees the very windows of the whole picture. Weights and their number are the same either way.
    """

    scale = 1

    def __init__(self, window: int | None = WINDOW) -> None:
        super().__init__()
        self.multiple_of = window or FOLD
        # 327 pixels: the window before the core, 64 convolutions at a quarter of the size, the encoder.
        self.context = WHOLE_PICTURE if window is None else -(-(window + 263) // window) * window
        self.head = nn.Conv2d(3, 64, 3, padding=1)
        self.encoder = nn.Sequential(_layer(64, 128, 4, 2), _layer(128, WIDTH, 4, 2))
        self.blocks = nn.Sequential(*(ResidualDenseBlock() for _ in range(BLOCKS)))
        self.attention = SelfAttention(window and window // FOLD)
        self.decoder = nn.Sequential(
            nn.Upsample(scale_factor=2.0, mode="bilinear"),
            _layer(WIDTH, WIDTH, 3),
            nn.Upsample(scale_factor=2.0, mode="bilinear"),
            _layer(WIDTH, WIDTH, 3),
            _layer(WIDTH, 128, 3),
            _layer(128, 64, 3),
        )
        self.tail = nn.Conv2d(64, 3, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y = self.blocks(self.encoder(self.head(x)))
        return torch.sigmoid(self.tail(self.decoder(self.attention(y))))


def ns_iqe() -> NsIqe:
    """19,255,748 parameters, 2,240 kMAC per pixel; attention within 64×64 pixels."""
    return NsIqe()


def _layer(narrow: int, wide: int, kernel: int, stride: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(narrow, wide, kernel, stride, padding=1)
    return nn.Sequential(convolution, batch_norm(wide), nn.LeakyReLU(0.2))


def _windows(x: Tensor, high: int, wide: int) -> Tensor:
    """N×C×H×W as (windows × places × C)."""
    batch, channels, height, width = x.shape
    cut = x.view(batch, channels, height // high, high, width // wide, wide)
    return cut.permute(0, 2, 4, 3, 5, 1).reshape(-1, high * wide, channels)


def _picture(x: Tensor, height: int, width: int, high: int, wide: int) -> Tensor:
    """(windows × places × C) back as N×C×H×W."""
    down, across = height // high, width // wide
    cut = x.view(-1, down, across, high, wide, x.shape[2])
    return cut.permute(0, 5, 1, 3, 2, 4).reshape(-1, x.shape[2], height, width)
