"""Damage in steps from q10, the worst, to q100, untouched: a scale to learn or measure by.

The steps are Nagato-Sakura's, so that names such as `photo_q40` mean what they mean there.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from afterglow.errors import WrongOption
from afterglow_lab.degradations.blur import Defocus, GaussianBlur, LensBlur, MotionBlur
from afterglow_lab.degradations.chain import Chain, Step
from afterglow_lab.degradations.color import Brightness, Contrast, Hue, Saturation
from afterglow_lab.degradations.jpeg import Jpeg
from afterglow_lab.degradations.noise import ColorNoise, GaussianNoise, SensorNoise
from afterglow_lab.degradations.pixelation import Pixelation

QUALITIES = tuple(range(10, 101, 10))
UNTOUCHED = Chain()


def level(mode: str, quality: int, rng: np.random.Generator) -> Step:
    """The damage of a mode at a quality, 1 to 100; where a mode has several kinds, `rng` chooses."""
    if mode not in MODES:
        raise WrongOption(f"the mode {mode!r} is unknown", hint=f"Known: {', '.join(MODES)}.")
    if not 1 <= quality <= 100:
        raise WrongOption(f"the quality {quality} does not exist", hint="Choose one from 1 to 100.")
    return UNTOUCHED if quality == 100 else MODES[mode](quality, rng)


def jpeg_level(quality: int, rng: np.random.Generator) -> Step:
    """Stored once, with full colour from q70, half from q40 and a quarter below."""
    half, wide = float(quality < 40), float(40 <= quality < 70)
    return Jpeg((quality, quality), skew=1, half=half, wide=wide, double=0)


def noise_level(quality: int, rng: np.random.Generator) -> Step:
    """Gaussian 0.8 to 11 and colour 0.2 to 5 (of 255), and a sensor from ISO 100 to 1300."""
    severity = _severity(quality)
    iso, sigma, color = _between(100, 1300, severity), _between(0.8, 11, severity), _between(0.2, 5, severity)
    return Chain(
        (SensorNoise(_point(iso), denoise=(0, 0)), GaussianNoise(_point(sigma)), ColorNoise(_point(color)))
    )


def pixelation_level(quality: int, rng: np.random.Generator) -> Step:
    """Hard blocks of (100 − q) / 10 + 1 pixels."""
    block = round((100 - quality) / 10) + 1
    return Pixelation((block, block), area=1, resampled=0)


def blur_level(quality: int, rng: np.random.Generator) -> Step:
    """One of Gaussian, motion, lens and missed focus, of a strength like a Gaussian's sigma from 0.3 to 7."""
    sigma = _between(0.3, 7, _severity(quality))
    # A disc of radius r spreads light as a Gaussian of r / 2 does, a streak of length l as one of l / 3.5.
    kinds: tuple[Step, ...] = (
        GaussianBlur(_point(sigma)),
        MotionBlur(_point(max(3.5 * sigma, 1.5))),
        LensBlur(_point(max(2 * sigma, 0.7))),
        Defocus(_point(max(2 * sigma, 0.7))),
    )
    return kinds[int(rng.integers(len(kinds)))]


def color_level(quality: int, rng: np.random.Generator) -> Step:
    """Saturation 0.95 down to 0.2, hue off by 2 to 40 degrees, brightness and contrast off alike."""
    severity = _severity(quality)
    return Chain(
        (
            Saturation(_point(_between(0.95, 0.2, severity))),
            Brightness(_point(_between(0.02, 0.3, severity))),
            Contrast(_point(_between(0.05, 0.5, severity))),
            Hue(_point(_between(2, 40, severity))),
        )
    )


def mixed_level(quality: int, rng: np.random.Generator) -> Step:
    """Noise, joined by blur at q60, by wrong colour at q40 and by blocks at q20, each mild when it joins."""
    steps = [noise_level(quality, rng)]
    if quality <= 60:
        steps.append(blur_level(quality + 30, rng))
    if quality <= 40:
        steps.append(color_level(quality + 50, rng))
    if quality <= 20:
        steps.append(pixelation_level(quality + 70, rng))
    return Chain(tuple(steps))


MODES: dict[str, Callable[[int, np.random.Generator], Step]] = {
    "jpeg": jpeg_level,
    "noise": noise_level,
    "pixelation": pixelation_level,
    "blur": blur_level,
    "color": color_level,
    "mixed": mixed_level,
}


def _severity(quality: int) -> float:
    """0 at q90 and above, 1 at q10 and below."""
    return min(max((90 - quality) / 80, 0.0), 1.0)


def _between(mild: float, harsh: float, severity: float) -> float:
    return mild + (harsh - mild) * severity


def _point(value: Any) -> tuple[Any, Any]:
    return (value, value)
