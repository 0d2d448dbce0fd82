"""DPED's texture judge: real photo or enhanced one, from brightness alone."""

import torch
from torch import Tensor, nn
from torch.nn import functional

# (width in, width out, kernel, stride); the first has no normalisation.
LAYERS = ((1, 48, 11, 4), (48, 128, 5, 2), (128, 192, 3, 1), (192, 192, 3, 1), (192, 128, 3, 2))
LUMA = (0.299, 0.587, 0.114)
SIDE = 7


class DpedDiscriminator(nn.Module):
    """One logit per picture (N×3×H×W); made for 100×100 patches, other sizes are pooled to its 7×7 grid."""

    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(narrow, wide, kernel, stride, padding=kernel // 2)
            for narrow, wide, kernel, stride in LAYERS
        )
        self.norms = nn.ModuleList(
            nn.InstanceNorm2d(wide, eps=1e-3, affine=True) for _, wide, _, _ in LAYERS[1:]
        )
        self.pool = nn.AdaptiveAvgPool2d(SIDE)
        self.hidden = nn.Linear(LAYERS[-1][1] * SIDE**2, 1024)
        self.verdict = nn.Linear(1024, 2)
        self.register_buffer("luma", torch.tensor(LUMA).view(1, 3, 1, 1), persistent=False)

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        gray = (x * self.get_buffer("luma")).sum(1, keepdim=True)
        y = functional.leaky_relu(self.convolutions[0](gray), 0.2)
        for convolution, norm in zip(self.convolutions[1:], self.norms, strict=True):
            y = norm(functional.leaky_relu(convolution(y), 0.2))
        y = functional.leaky_relu(self.hidden(self.pool(y).flatten(1)), 0.2)
        enhanced, real = self.verdict(y).unbind(1)
        # A softmax over two classes is a sigmoid of their difference: the same judge as one logit.
        return (real - enhanced,)


def dped_discriminator() -> DpedDiscriminator:
    """7,361,122 parameters."""
    return DpedDiscriminator()
