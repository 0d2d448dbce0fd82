"""What a network and its judge play for; both on logits, of one map or of several scales.

A judge returns a tuple of logit maps. Its sigmoid belongs to the loss: applied twice it silences the judge.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

Logits = tuple[Tensor, ...]


@dataclass(frozen=True)
class Adversarial:
    """A game: `cost` compares logits with what they should say."""

    cost: Callable[[Tensor, Tensor], Tensor]

    def fooling(self, made: Logits) -> Tensor:
        """What the network minimises: its pictures should pass for real ones."""
        return self._cost(made, 1.0)

    def telling(self, real: Logits, made: Logits) -> Tensor:
        """What the judge minimises: real pictures are 1, made ones 0."""
        return (self._cost(real, 1.0) + self._cost(made, 0.0)) / 2

    def _cost(self, logits: Logits, truth: float) -> Tensor:
        costs = [self.cost(scale, torch.full_like(scale, truth)) for scale in logits]
        return torch.stack(costs).mean()


LSGAN = Adversarial(functional.mse_loss)
BCE = Adversarial(functional.binary_cross_entropy_with_logits)
