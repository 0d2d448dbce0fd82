"""Structural similarity (Wang et al., 2004) and its version over several scales (2003), as losses."""

import torch
from torch import Tensor
from torch.nn import functional

from afterglow_lab.losses.gaussian import smoothed

TAPS = 11
SIGMA = 1.5
STEADY_MEAN = 0.01**2
STEADY_CONTRAST = 0.03**2
# How much each scale counts, from full size to a sixteenth, as published.
SCALES = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)


def ssim(output: Tensor, target: Tensor) -> Tensor:
    """One minus the mean structural similarity, 0 for equal pictures."""
    likeness, _ = _likeness(output, target)
    return 1 - likeness.mean()


def ms_ssim(output: Tensor, target: Tensor) -> Tensor:
    """One minus structural similarity over five scales, or over as many as the 11-pixel window fits into."""
    fitting = [weight for level, weight in enumerate(SCALES) if min(output.shape[2:]) >> level >= TAPS]
    weights = fitting or list(SCALES[:1])
    product = torch.ones((), device=output.device)
    for level, weight in enumerate(weights):
        likeness, contrast = _likeness(output, target)
        value = likeness if level == len(weights) - 1 else contrast
        # Negative similarity has no real power; a floor above zero keeps the gradient finite.
        product = product * value.clamp(min=1e-6) ** (weight / sum(weights))
        if level < len(weights) - 1:
            output, target = functional.avg_pool2d(output, 2), functional.avg_pool2d(target, 2)
    return 1 - product.mean()


def _likeness(output: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Similarity of each channel of each picture, and its part that ignores brightness."""
    side = min(*output.shape[2:], TAPS)
    taps = side if side % 2 else side - 1
    stacked = torch.cat([output, target, output**2, target**2, output * target])
    mean, other, square, other_square, product = smoothed(stacked, taps, SIGMA).chunk(5)
    variance, other_variance = square - mean**2, other_square - other**2
    shared = product - mean * other
    contrast = (2 * shared + STEADY_CONTRAST) / (variance + other_variance + STEADY_CONTRAST)
    brightness = (2 * mean * other + STEADY_MEAN) / (mean**2 + other**2 + STEADY_MEAN)
    return (brightness * contrast).mean((2, 3)), contrast.mean((2, 3))
