"""How fast weights may move as a training goes on."""

import math

from afterglow_lab.run import Optimizer


def rate_at(optimizer: Optimizer, step: int, progress: float) -> float:
    """The learning rate when `progress` (0..1) of the budget is used."""
    warm = min(1.0, (step + 1) / optimizer.warm_up) if optimizer.warm_up else 1.0
    fallen = max(0.0, progress - optimizer.hold) / (1 - optimizer.hold)
    left = {
        "constant": 1.0,
        "linear": 1 - fallen,
        "cosine": (1 + math.cos(math.pi * fallen)) / 2,
    }[optimizer.schedule]
    return warm * (optimizer.final_rate + (optimizer.rate - optimizer.final_rate) * left)
