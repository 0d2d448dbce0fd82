"""SRCNN (Dong et al., ECCV 2014) on colour, the first baseline DPED was measured against."""

from torch import Tensor, nn
from torch.nn import functional


class Srcnn(nn.Module):
    """Three convolutions, 9-1-5, on a batch (N×3×H×W, 0..1)."""

    scale = 1
    multiple_of = 1
    context = 6

    def __init__(self) -> None:
        super().__init__()
        self.extract = nn.Conv2d(3, 64, 9, padding=4)
        self.map = nn.Conv2d(64, 32, 1)
        self.rebuild = nn.Conv2d(32, 3, 5, padding=2)

    def forward(self, x: Tensor) -> Tensor:
        rebuilt: Tensor = self.rebuild(functional.relu(self.map(functional.relu(self.extract(x)))))
        return rebuilt


def srcnn() -> Srcnn:
    """20,099 parameters."""
    return Srcnn()
