"""The small networks of clues, as the product reads them."""

import json
from pathlib import Path

import numpy as np
from torch import nn

DIGITS = 5


def perceptron(
    mean: np.ndarray, spread: np.ndarray, first: nn.Linear, second: nn.Linear
) -> dict[str, np.ndarray]:
    """The numbers of a network of one hidden layer over clues in their own spreads."""
    return {
        "mean": mean,
        "spread": spread,
        "in": first.weight.detach().numpy().T,
        "in_bias": first.bias.detach().numpy(),
        "out": second.weight.detach().numpy().T,
        "out_bias": second.bias.detach().numpy(),
    }


def write_perceptron(numbers: dict[str, np.ndarray], file: Path) -> None:
    """As JSON, rounded to what matters."""
    rounded = {name: np.round(values.astype(float), DIGITS).tolist() for name, values in numbers.items()}
    file.write_text(json.dumps(rounded), encoding="utf-8")
