"""Losses that compare what VGG-19, trained on ImageNet, sees in two pictures."""

import os
from pathlib import Path

from torch import Tensor
from torch.nn import functional

from afterglow_lab.networks.vgg19 import Vgg19, imagenet_vgg19


def vgg_content(output: Tensor, target: Tensor, network: Vgg19 | None = None) -> Tensor:
    """Mean squared difference of relu5_4, DPED's content loss."""
    judge = network or _judge(output)
    return functional.mse_loss(judge(output), judge(target))


def vgg_before_activation(output: Tensor, target: Tensor, network: Vgg19 | None = None) -> Tensor:
    """Mean absolute difference of conv5_4: without the ReLU most features say something (ESRGAN)."""
    judge = network or _judge(output)
    return functional.l1_loss(judge(output, before_activation=True), judge(target, before_activation=True))


def feature_cycle(output: Tensor, target: Tensor, network: Vgg19 | None = None) -> Tensor:
    """Mean absolute difference of relu5_4, between a picture and the same after CycleGAN's round trip.

    Fantastic Filter found that its training runs smoother with it; its paired training has the same term.
    """
    judge = network or _judge(output)
    return functional.l1_loss(judge(output), judge(target))


def _judge(batch: Tensor) -> Vgg19:
    named = os.environ.get("AFTERGLOW_VGG19")
    return imagenet_vgg19(Path(named) if named else None, batch.device)
