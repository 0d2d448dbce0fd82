"""Pictures a generator made before, so that its judge does not forget what it has learned to tell."""

import numpy as np
import torch
from torch import Tensor


class History:
    """Up to `size` pictures; its tensors are part of a training's state.

    A judge that sees only the newest pictures chases the generator in circles (Shrivastava et al., 2017;
    CycleGAN keeps 50).
    """

    def __init__(self, size: int, side: int, device: torch.device) -> None:
        self.pictures = torch.zeros((size, 3, side, side), device=device)
        self.count = torch.zeros(1)

    def tensors(self, prefix: str) -> dict[str, Tensor]:
        """What to keep, to be filled in place when the training goes on."""
        return {f"{prefix}pictures": self.pictures, f"{prefix}count": self.count}

    def mixed(self, made: Tensor, rng: np.random.Generator) -> Tensor:
        """The batch, half of its pictures exchanged for older ones once the history is full."""
        if not len(self.pictures):
            return made
        shown = made.clone()
        for number, picture in enumerate(made):
            known = int(self.count)
            if known < len(self.pictures):
                self.pictures[known] = picture
                self.count += 1
            elif rng.random() < 0.5:
                place = int(rng.integers(len(self.pictures)))
                shown[number] = self.pictures[place]
                self.pictures[place] = picture
        return shown
