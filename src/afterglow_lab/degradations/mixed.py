"""Several damages at once, in the order in which they happen to real pictures."""

from dataclasses import dataclass

import numpy as np

from afterglow_lab.degradations.blur import Defocus, GaussianBlur, LensBlur, MotionBlur
from afterglow_lab.degradations.chain import OneOf, Sometimes
from afterglow_lab.degradations.color import ColorShift
from afterglow_lab.degradations.jpeg import Jpeg
from afterglow_lab.degradations.noise import GaussianNoise, SensorNoise
from afterglow_lab.degradations.pixelation import Pixelation
from afterglow_lab.degradations.resize import Resize

BLUR = OneOf((GaussianBlur((0.3, 2)), MotionBlur((2, 8)), LensBlur((0.7, 3)), Defocus((0.7, 4))))
NOISE = OneOf((SensorNoise(), GaussianNoise((1, 15))))
COLOR = ColorShift((0.5, 1.1), (0.0, 0.1), (0.0, 0.2), (0, 8))


@dataclass(frozen=True)
class Mixed:
    """The lens, the sensor, the editor and the file; each field is the share of pictures it hits."""

    blur: float = 0.5
    noise: float = 0.6
    color: float = 0.3
    resize: float = 0.3
    pixelation: float = 0.1
    jpeg: float = 0.7

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        steps = (
            Sometimes(self.blur, BLUR),
            Sometimes(self.noise, NOISE),
            Sometimes(self.color, COLOR),
            Sometimes(self.resize, Resize((0.4, 0.9))),
            Sometimes(self.pixelation, Pixelation((2, 4))),
            Sometimes(self.jpeg, Jpeg((20, 95))),
        )
        for step in steps:
            pixels = step(pixels, rng)
        return pixels
