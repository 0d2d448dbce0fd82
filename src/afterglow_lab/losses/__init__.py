"""What training minimises, by name; each takes (output, target), N×3×H×W, and returns a scalar.

Guards see the damaged picture too: (output, target, damaged), all of one size. Games between a network and its
judge have a table of their own, as they compare verdicts instead of pictures.
"""

from collections.abc import Callable

from torch import Tensor

from afterglow_lab.losses.adversarial import BCE, LSGAN, Adversarial
from afterglow_lab.losses.color import blurred_color, mean_color
from afterglow_lab.losses.content import feature_cycle, vgg_before_activation, vgg_content
from afterglow_lab.losses.edges import laplacian, sobel
from afterglow_lab.losses.flat import flat_noise
from afterglow_lab.losses.frequency import fft_magnitude
from afterglow_lab.losses.harm import harm
from afterglow_lab.losses.pixel import charbonnier, l1, mse, psnr
from afterglow_lab.losses.ssim import ms_ssim, ssim
from afterglow_lab.losses.texture import gram, local_contrast
from afterglow_lab.losses.variation import total_variation

__all__ = ["ADVERSARIAL", "GUARDS", "LOSSES"]

LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "l1": l1,
    "charbonnier": charbonnier,
    "mse": mse,
    "psnr": psnr,
    "ssim": ssim,
    "ms_ssim": ms_ssim,
    "blurred_color": blurred_color,
    "mean_color": mean_color,
    "total_variation": total_variation,
    "vgg_content": vgg_content,
    "vgg_before_activation": vgg_before_activation,
    "feature_cycle": feature_cycle,
    "sobel": sobel,
    "laplacian": laplacian,
    "fft_magnitude": fft_magnitude,
    "gram": gram,
    "local_contrast": local_contrast,
}

GUARDS: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "harm": harm,
    "flat_noise": flat_noise,
}

ADVERSARIAL: dict[str, Adversarial] = {
    "lsgan": LSGAN,
    "bce": BCE,
}
