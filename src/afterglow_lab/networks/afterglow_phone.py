"""Our network for phone pictures: tones and colours decided from a thumbnail, detail by the restoration network."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from afterglow_lab.networks.afterglow_unet import AfterglowUNet

# A small copy of the whole picture, squeezed to a square, is all that tones and colours are decided from.
THUMBNAIL = 64
TONES = 16


class Look(nn.Module):
    """A change of tones and colours, the same for every pixel of a picture; it starts as no change.

    Sixteen learned functions of a colour are the alphabet; the thumbnail says how much of each is added. As each
    pixel is changed by its own colour alone, a picture in tiles becomes what the whole would have become.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tones = nn.Sequential(nn.Conv2d(3, TONES, 1), nn.ReLU(), nn.Conv2d(TONES, TONES, 1), nn.ReLU())
        widths = (3, 16, 24, 32, 32)
        self.stages = nn.ModuleList(
            nn.Conv2d(before, after, 3 if level else 1, stride=2 if level else 1, padding=1 if level else 0)
            for level, (before, after) in enumerate(pairwise(widths))
        )
        self.think = nn.Linear(sum(widths[1:]), 64)
        self.decide = nn.Linear(64, 3 * (TONES + 4))
        nn.init.zeros_(self.decide.weight)
        nn.init.zeros_(self.decide.bias)

    def forward(self, x: Tensor, thumbnail: Tensor) -> Tensor:
        """What is to be added to `x`."""
        amounts = self._decision(thumbnail)
        gain, offset, tones = amounts[:, :, :3], amounts[:, :, 3:4], amounts[:, :, 4:]
        centred = x - 0.5
        change = gain @ centred.flatten(2) + tones @ self.tones(centred).flatten(2) + offset
        return change.reshape(x.shape)

    def _decision(self, thumbnail: Tensor) -> Tensor:
        y, found = thumbnail - 0.5, []
        for stage in self.stages:
            y = functional.relu(stage(y))
            found.append(y.mean((2, 3)))
        thought = functional.relu(self.think(torch.cat(found, 1)))
        amounts: Tensor = self.decide(thought).reshape(-1, 3, TONES + 4)
        return amounts


class AfterglowPhone(AfterglowUNet):
    """Enhances a batch (N×3×H×W, 0..1), given a thumbnail (N×3×64×64) of each whole picture."""

    thumbnail = THUMBNAIL

    def __init__(self, widths: tuple[int, ...], blocks: tuple[int, ...]) -> None:
        super().__init__(widths, blocks)
        self.look = Look()

    def forward(self, x: Tensor, thumbnail: Tensor) -> Tensor:  # type: ignore[override]
        # The restorer comes last, so that it sees the noise as the new tones would show it.
        return super().forward(x + self.look(x, thumbnail))


def afterglow_phone_fast() -> AfterglowPhone:
    """About 52 kMAC per pixel."""
    return AfterglowPhone((32, 64, 96), (2, 2, 4))


def afterglow_phone_fine() -> AfterglowPhone:
    """About 163 kMAC per pixel."""
    return AfterglowPhone((64, 96, 128), (2, 3, 4))
