"""How restless a picture is."""

from torch import Tensor


def total_variation(output: Tensor, target: Tensor) -> Tensor:
    """Mean squared step between neighbouring pixels of the output, whatever the target (as DPED's)."""
    down = output[..., 1:, :] - output[..., :-1, :]
    across = output[..., 1:] - output[..., :-1]
    return (down**2).mean() + (across**2).mean()
