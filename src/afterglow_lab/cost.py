"""What a network costs, whatever it runs on."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from afterglow.models.thumbnail import beside

SIDE = 256  # pixels of the square that is counted, or the least that the network takes


def kmacs(network: nn.Module) -> float:
    """Thousand multiply-adds for one input pixel."""
    multiple = getattr(network, "multiple_of", 1)
    side = multiple * max(1, SIDE // multiple)
    blank = np.zeros((1, 3, side, side), np.float32)
    given = (blank, *beside(blank, None, getattr(network, "thumbnail", 0)))
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(*map(torch.from_numpy, given))
    flops: int = counter.get_total_flops()
    return flops / 2 / side**2 / 1000
