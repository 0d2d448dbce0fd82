"""Every network we can train, by name; a builder takes no argument and returns a torch module."""

from collections.abc import Callable

from torch import nn

from afterglow_lab.networks.afterglow_phone import (
    afterglow_phone_fast,
    afterglow_phone_fine,
)
from afterglow_lab.networks.afterglow_unet import (
    afterglow_best,
    afterglow_fast,
    afterglow_fine,
    afterglow_upscale_fast,
    afterglow_upscale_fine,
)
from afterglow_lab.networks.cyclegan import cyclegan
from afterglow_lab.networks.dense_unet import dense_unet
from afterglow_lab.networks.dense_unet_discriminator import dense_unet_discriminator
from afterglow_lab.networks.dped import dped
from afterglow_lab.networks.dped_discriminator import dped_discriminator
from afterglow_lab.networks.ff_discriminator import ff_discriminator
from afterglow_lab.networks.ff_mobile import ff_mobile
from afterglow_lab.networks.ff_resnet import ff_resnet
from afterglow_lab.networks.ff_unet import ff_unet
from afterglow_lab.networks.johnson import johnson
from afterglow_lab.networks.ns_discriminator import ns_discriminator
from afterglow_lab.networks.ns_iqe import ns_iqe
from afterglow_lab.networks.srcnn import srcnn

__all__ = ["NETWORKS"]

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "afterglow_fast": afterglow_fast,
    "afterglow_fine": afterglow_fine,
    "afterglow_best": afterglow_best,
    "afterglow_upscale_fast": afterglow_upscale_fast,
    "afterglow_upscale_fine": afterglow_upscale_fine,
    "afterglow_phone_fast": afterglow_phone_fast,
    "afterglow_phone_fine": afterglow_phone_fine,
    "srcnn": srcnn,
    "johnson": johnson,
    "dped": dped,
    "dped_discriminator": dped_discriminator,
    "dense_unet": dense_unet,
    "dense_unet_discriminator": dense_unet_discriminator,
    "ff_resnet": ff_resnet,
    "ff_unet": ff_unet,
    "ff_mobile": ff_mobile,
    "ff_discriminator": ff_discriminator,
    "cyclegan": cyclegan,
    "ns_iqe": ns_iqe,
    "ns_discriminator": ns_discriminator,
}
