"""Every network we can train, by name; a builder takes no argument and returns a torch module."""

from collections.abc import Callable

from torch import nn

from afterglow_lab.networks.afterglow_unet import (
    afterglow_best,
    afterglow_fast,
    afterglow_upscale_best,
    afterglow_upscale_fast,
)

__all__ = ["NETWORKS"]

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "afterglow_fast": afterglow_fast,
    "afterglow_best": afterglow_best,
    "afterglow_upscale_fast": afterglow_upscale_fast,
    "afterglow_upscale_best": afterglow_upscale_best,
}
