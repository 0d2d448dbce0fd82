"""The judge: strided 3×3 convolutions that say for each 16×16 pixels how good they are and what is wrong."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from afterglow_lab.scoring.damage import KINDS

SAYS = ("score", "spread", *KINDS, "drawn")
"""What the judge says of each cell; after these come the weights of each, in the same order."""

CELL = 16


class Judge(nn.Module):
    """N×3×H×W in 0..1 to N×2·SAYS×H/16×W/16; 0.37 M parameters, 3.3 thousand multiply-adds per pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.down2 = nn.Conv2d(3, 24, 3, 2, 1)
        self.down4 = nn.Conv2d(24, 32, 3, 2, 1)
        self.fine = nn.Conv2d(32, 48, 3, 1, 1)
        self.down8 = nn.Conv2d(48, 64, 3, 2, 1)
        self.middle = nn.Conv2d(64, 64, 3, 1, 1)
        self.down16 = nn.Conv2d(64, 96, 3, 2, 1)
        self.wide = nn.ModuleList(nn.Conv2d(96, 96, 3, 1, 1) for _ in range(2))
        self.mix = nn.Conv2d(96, 64, 1)
        self.say = nn.Conv2d(64, 2 * len(SAYS), 1)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                # Without normalisation PyTorch's own start lets the signal fade sixfold in each layer.
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                nn.init.constant_(layer.get_parameter("bias"), 0)
        with torch.no_grad():
            self.say.weight *= 0.1
            # Damage is seen in differences between neighbours, which are small beside the picture itself.
            fine = self.down2.weight[: 2 * len(self.down2.weight) // 3]
            fine -= fine.mean(dim=(2, 3), keepdim=True)
            fine *= 3

    def forward(self, pixels: Tensor) -> Tensor:
        seen = functional.relu(self.down2(4 * (pixels - 0.5)))
        seen = functional.relu(self.down4(seen))
        seen = functional.relu(self.fine(seen))
        seen = functional.relu(self.down8(seen))
        seen = seen + functional.relu(self.middle(seen))
        seen = functional.relu(self.down16(seen))
        for layer in self.wide:
            seen = seen + functional.relu(layer(seen))
        says: Tensor = self.say(functional.relu(self.mix(seen)))
        values, weights = says[:, : len(SAYS)], says[:, len(SAYS) :]
        score = 100 * torch.sigmoid(values[:, :1] + 1)
        spread = 1 + functional.softplus(5 * values[:, 1:2] + 8)
        return torch.cat([score, spread, values[:, 2:], functional.softplus(2 * weights) + 0.01], dim=1)


def pooled(said: Tensor) -> Tensor:
    """What the judge says of whole pictures, N×SAYS: means over the cells by each word's own weights."""
    values, weights = said.float().flatten(2).chunk(2, dim=1)
    return (values * weights).sum(2) / weights.sum(2)
