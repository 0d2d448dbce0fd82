"""The Dense U-Net's judge: convolutions, batch normalisation and leaky ReLU, flattened to one number.

The paper gives no widths; these are the usual ones of super-resolution judges, 64 to 512, halving the side
with every second convolution.
"""

from torch import Tensor, nn

from afterglow_lab.networks.norm import batch_norm

# (width in, width out, stride)
LAYERS = (
    (3, 64, 1),
    (64, 64, 2),
    (64, 128, 1),
    (128, 128, 2),
    (128, 256, 1),
    (256, 256, 2),
    (256, 512, 1),
    (512, 512, 2),
)
SIDE = 6


class DenseUNetDiscriminator(nn.Module):
    """One logit per picture (N×3×H×W); made for 96×96 patches, other sizes are pooled to its 6×6 grid."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(*(_layer(*layer) for layer in LAYERS))
        self.pool = nn.AdaptiveAvgPool2d(SIDE)
        self.verdict = nn.Linear(LAYERS[-1][1] * SIDE**2, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        return (self.verdict(self.pool(self.features(x * 2 - 1)).flatten(1))[:, 0],)


def dense_unet_discriminator() -> DenseUNetDiscriminator:
    """4,705,729 parameters."""
    return DenseUNetDiscriminator()


def _layer(narrow: int, wide: int, stride: int) -> nn.Sequential:
    convolution = nn.Conv2d(narrow, wide, 3, stride, padding=1, bias=False)
    return nn.Sequential(convolution, batch_norm(wide), nn.LeakyReLU(0.2))
