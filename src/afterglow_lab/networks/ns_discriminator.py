"""Nagato-Sakura's judge: a small PatchGAN for each of three sizes of the picture."""

from torch import Tensor, nn
from torch.nn import functional

from afterglow_lab.networks.norm import batch_norm

SCALES = 3


class NsDiscriminator(nn.Module):
    """A map of logits for each of three sizes of a batch of pictures (N×3×H×W, at least 96 pixels a side).

    The original ends in a sigmoid and was trained with a loss that applies another, which silenced it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scales = nn.ModuleList(_judge() for _ in range(SCALES))

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        verdicts = []
        for judge in self.scales:
            verdicts.append(judge(x))
            x = functional.avg_pool2d(x, 2)
        return tuple(verdicts)


def ns_discriminator() -> NsDiscriminator:
    """8,299,587 parameters."""
    return NsDiscriminator()


def _judge() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(3, 64, 4, 2, padding=1),
        nn.LeakyReLU(0.2),
        *_layer(64, 128, 2),
        *_layer(128, 256, 2),
        *_layer(256, 512, 1),
        nn.Conv2d(512, 1, 4, padding=1),
    )


def _layer(narrow: int, wide: int, stride: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(narrow, wide, 4, stride, padding=1), batch_norm(wide), nn.LeakyReLU(0.2)
