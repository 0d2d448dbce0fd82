"""Fantastic Filter's judge: a PatchGAN, one verdict for every 94×94 neighbourhood."""

from itertools import pairwise

from torch import Tensor, nn

from afterglow_lab.networks.norm import batch_norm

WIDTHS = (3, 64, 128, 256, 512, 512)


class FfDiscriminator(nn.Module):
    """A map of logits for a batch of pictures (N×3×H×W)."""

    def __init__(self) -> None:
        super().__init__()
        steps = pairwise(WIDTHS)
        self.features = nn.Sequential(*(_halve(narrow, wide) for narrow, wide in steps))
        self.verdict = nn.Conv2d(WIDTHS[-1], 1, 4, padding=1)

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        return (self.verdict(self.features(x * 2 - 1)),)


def ff_discriminator() -> FfDiscriminator:
    """6,961,025 parameters."""
    return FfDiscriminator()


def _halve(narrow: int, wide: int) -> nn.Sequential:
    convolution = nn.Conv2d(narrow, wide, 4, 2, padding=1, bias=False)
    return nn.Sequential(convolution, batch_norm(wide), nn.LeakyReLU(0.2))
