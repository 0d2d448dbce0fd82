"""Losses that compare spectra."""

import torch
from torch import Tensor
from torch.nn import functional


def fft_magnitude(output: Tensor, target: Tensor) -> Tensor:
    """Mean absolute difference of how strong each frequency is, wherever it sits in the picture."""
    strengths = [torch.fft.rfft2(batch, norm="ortho").abs() for batch in (output, target)]
    return functional.l1_loss(strengths[0], strengths[1])
