"""How fast weights may move as a training goes on."""

import math

from afterglow_lab.run import Optimizer


def rate_at(optimizer: Optimizer, step: int, progress: float) -> float:
    """The learning rate when `progress` (0..1) of the budget is used."""
    warm = min(1.0, (step + 1) / optimizer.warm_up) if optimizer.warm_up else 1.0
    left = {
        "constant": 1.0,
        "linear": 1 - progress,
        "cosine": (1 + math.cos(math.pi * progress)) / 2,
    }[optimizer.schedule]
    return warm * (optimizer.final_rate + (optimizer.rate - optimizer.final_rate) * left)
