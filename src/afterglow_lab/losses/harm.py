"""What keeps a network from making pictures worse."""

from torch import Tensor

from afterglow_lab.losses.pixel import log_error


def harm(output: Tensor, target: Tensor, damaged: Tensor) -> Tensor:
    """How much worse than their input pictures became, on psnr's scale; those that gained cost nothing.

    A mean hides the nearly clean pictures that lose: the large gains of the worst ones pay for them.
    """
    return (log_error(output, target) - log_error(damaged, target)).relu().mean()
