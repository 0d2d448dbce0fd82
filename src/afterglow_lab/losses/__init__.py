"""What training minimises, by name; each takes (output, target), N×3×H×W, and returns a scalar."""

from collections.abc import Callable

from torch import Tensor

from afterglow_lab.losses.pixel import charbonnier, l1, mse

__all__ = ["LOSSES"]

LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "l1": l1,
    "charbonnier": charbonnier,
    "mse": mse,
}
