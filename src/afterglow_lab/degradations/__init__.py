"""Every damage we can do to a clean picture, by name.

Each is a frozen dataclass of parameters, called as `damage(pixels, rng)` on H×W×3 float32 RGB in 0..1;
it returns a new array of the same kind, the same for the same seed.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from afterglow_lab.degradations.blur import Defocus, GaussianBlur, LensBlur, MotionBlur
from afterglow_lab.degradations.color import Brightness, ColorShift, Contrast, Hue, Saturation, WhiteBalance
from afterglow_lab.degradations.darkness import Darkness
from afterglow_lab.degradations.either import Either
from afterglow_lab.degradations.jpeg import Jpeg
from afterglow_lab.degradations.mixed import Mixed
from afterglow_lab.degradations.night import NightCamera
from afterglow_lab.degradations.noise import ColorNoise, GaussianNoise, SaltAndPepper, SensorNoise
from afterglow_lab.degradations.phone import PhoneCamera
from afterglow_lab.degradations.pipeline import Pipeline, build_damage
from afterglow_lab.degradations.pixelation import Pixelation
from afterglow_lab.degradations.resize import Resize

__all__ = ["DEGRADATIONS", "Damage", "build_damage"]

Damage = Callable[[np.ndarray, np.random.Generator], np.ndarray]

DEGRADATIONS: dict[str, Callable[..., Any]] = {
    "jpeg": Jpeg,
    "gaussian_noise": GaussianNoise,
    "sensor_noise": SensorNoise,
    "color_noise": ColorNoise,
    "salt_and_pepper": SaltAndPepper,
    "pixelation": Pixelation,
    "gaussian_blur": GaussianBlur,
    "motion_blur": MotionBlur,
    "lens_blur": LensBlur,
    "defocus": Defocus,
    "saturation": Saturation,
    "brightness": Brightness,
    "contrast": Contrast,
    "hue": Hue,
    "white_balance": WhiteBalance,
    "color_shift": ColorShift,
    "darkness": Darkness,
    "resize": Resize,
    "mixed": Mixed,
    "night": NightCamera,
    "phone": PhoneCamera,
    "pipeline": Pipeline,
    "either": Either,
}
