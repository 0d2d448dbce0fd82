"""Damage in steps from q10, the worst, to q100, untouched: a scale to learn or measure by.

The steps are Nagato-Sakura's, so that names such as `photo_q40` mean what they mean there. Each mode is a frozen
dataclass of its controls, called with a quality and a generator, which chooses where a mode has several kinds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from afterglow.errors import WrongOption
from afterglow.toml import from_table
from afterglow_lab.degradations.blur import Defocus, GaussianBlur, LensBlur, MotionBlur
from afterglow_lab.degradations.chain import Chain, Step
from afterglow_lab.degradations.color import Brightness, Contrast, Hue, Saturation
from afterglow_lab.degradations.jpeg import Jpeg
from afterglow_lab.degradations.noise import ColorNoise, GaussianNoise, SaltAndPepper, SensorNoise
from afterglow_lab.degradations.pixelation import Pixelation

QUALITIES = tuple(range(10, 101, 10))
UNTOUCHED = Chain()

Span = tuple[float, float]
"""A strength at q90 and better, and at q10 and worse."""

Levels = Callable[[int, np.random.Generator], Step]


def level(mode: str, quality: int, rng: np.random.Generator, controls: Mapping[str, Any] = {}) -> Step:
    """The damage of a mode at a quality, 1 to 100, its `controls` as a table has them."""
    levels = levels_of(mode, controls)
    if not 1 <= quality <= 100:
        raise WrongOption(f"the quality {quality} does not exist", hint="Choose one from 1 to 100.")
    return UNTOUCHED if quality == 100 else levels(quality, rng)


def levels_of(mode: str, controls: Mapping[str, Any] = {}) -> Levels:
    """A mode with some of its controls set."""
    if mode not in MODES:
        raise WrongOption(f"the mode {mode!r} is unknown", hint=f"Known: {', '.join(MODES)}.")
    levels: Levels = from_table(dict(controls), MODES[mode], where=f"the mode {mode}")
    return levels


@dataclass(frozen=True)
class JpegLevels:
    """Stored once; `double` is the share of copies that were stored before, on another grid of blocks.

    By level, colour is stored in full from q70, in half from q40 and in a quarter below.
    """

    sampling: Literal["by level", "4:4:4", "4:2:2", "4:2:0"] = "by level"
    double: float = 0.0

    def __post_init__(self) -> None:
        _check_share("double", self.double)

    def __call__(self, quality: int, rng: np.random.Generator) -> Step:
        sampling = self.sampling
        if sampling == "by level":
            sampling = "4:2:0" if quality < 40 else "4:2:2" if quality < 70 else "4:4:4"
        half, wide = float(sampling == "4:2:0"), float(sampling == "4:2:2")
        return Jpeg((quality, quality), skew=1, half=half, wide=wide, double=self.double)


@dataclass(frozen=True)
class NoiseLevels:
    """A sensor's noise from ISO 100 to 1300, Gaussian noise of 0.8 to 11 and colour noise of 0.2 to 5 (of 255).

    Salt and pepper join where `kinds` names them, on 0.05 % to 5 % of the pixels. `bayer` and `denoise` are the
    sensor's.
    """

    kinds: tuple[Literal["sensor", "gaussian", "color", "salt_and_pepper"], ...] = (
        "sensor",
        "gaussian",
        "color",
    )
    iso: Span = (100, 1300)
    sigma: Span = (0.8, 11)
    color: Span = (0.2, 5)
    share: Span = (0.0005, 0.05)
    bayer: float = 0.8
    denoise: float = 0.0

    def __post_init__(self) -> None:
        _check_kinds(self.kinds)
        _check_share("bayer", self.bayer)
        _check_share("denoise", self.denoise)
        if min(self.iso) < 1 or min(*self.sigma, *self.color) < 0:
            raise WrongOption(
                "noise cannot be weaker than none", hint="Give iso from 1, sigma and color from 0."
            )
        _check_share("share", max(self.share))

    def __call__(self, quality: int, rng: np.random.Generator) -> Step:
        smoothed = _point(self.denoise)
        steps: dict[str, Step] = {
            "sensor": SensorNoise(_at(self.iso, quality), self.bayer, smoothed),
            "gaussian": GaussianNoise(_at(self.sigma, quality)),
            "color": ColorNoise(_at(self.color, quality)),
            "salt_and_pepper": SaltAndPepper(_at(self.share, quality)),
        }
        return Chain(tuple(step for kind, step in steps.items() if kind in self.kinds))


@dataclass(frozen=True)
class PixelationLevels:
    """Hard blocks of (100 − q) / 10 + 1 pixels, or up to `largest` at q10.

    Of the copies, `area` show each block's mean and the others its middle pixel; `resampled` have soft blocks.
    """

    largest: int = 10
    area: float = 1.0
    resampled: float = 0.0

    def __post_init__(self) -> None:
        _check_share("area", self.area)
        _check_share("resampled", self.resampled)
        if self.largest < 2:
            raise WrongOption("blocks of one pixel are no mosaic", hint="Give largest from 2.")

    def __call__(self, quality: int, rng: np.random.Generator) -> Step:
        block = round((100 - quality) * (self.largest - 1) / 90) + 1
        return Pixelation((block, block), self.area, self.resampled)


@dataclass(frozen=True)
class BlurLevels:
    """One of `kinds`, of a strength like a Gaussian's `sigma` from 0.3 to 7; cameras move at `angle` degrees."""

    kinds: tuple[Literal["gaussian", "motion", "lens", "defocus"], ...] = (
        "gaussian",
        "motion",
        "lens",
        "defocus",
    )
    sigma: Span = (0.3, 7)
    angle: tuple[float, float] = (0, 180)

    def __post_init__(self) -> None:
        _check_kinds(self.kinds)
        if min(self.sigma) <= 0:
            raise WrongOption("no blur is narrower than nothing", hint="Give sigma above 0.")

    def __call__(self, quality: int, rng: np.random.Generator) -> Step:
        (sigma, _) = _at(self.sigma, quality)
        # A disc of radius r spreads light as a Gaussian of r / 2 does, a streak of length l as one of l / 3.5.
        steps: dict[str, Step] = {
            "gaussian": GaussianBlur(_point(sigma)),
            "motion": MotionBlur(_point(max(3.5 * sigma, 1.5)), angle=self.angle),
            "lens": LensBlur(_point(max(2 * sigma, 0.7))),
            "defocus": Defocus(_point(max(2 * sigma, 0.7))),
        }
        return steps[self.kinds[int(rng.integers(len(self.kinds)))]]


@dataclass(frozen=True)
class ColorLevels:
    """Saturation 0.95 down to 0.2, hue off by 2 to 40 degrees, brightness and contrast off alike."""

    kinds: tuple[Literal["saturation", "brightness", "contrast", "hue"], ...] = (
        "saturation",
        "brightness",
        "contrast",
        "hue",
    )
    saturation: Span = (0.95, 0.2)
    brightness: Span = (0.02, 0.3)
    contrast: Span = (0.05, 0.5)
    hue: Span = (2, 40)

    def __post_init__(self) -> None:
        _check_kinds(self.kinds)

    def __call__(self, quality: int, rng: np.random.Generator) -> Step:
        steps: dict[str, Step] = {
            "saturation": Saturation(_at(self.saturation, quality)),
            "brightness": Brightness(_at(self.brightness, quality)),
            "contrast": Contrast(_at(self.contrast, quality)),
            "hue": Hue(_at(self.hue, quality)),
        }
        return Chain(tuple(step for kind, step in steps.items() if kind in self.kinds))


@dataclass(frozen=True)
class MixedLevels:
    """Noise, joined by blur at q60, by wrong colour at q40 and by blocks at q20, each mild when it joins.

    There are never more than `most` at once, and none before the first of `kinds` joins.
    """

    kinds: tuple[Literal["noise", "blur", "color", "pixelation"], ...] = (
        "noise",
        "blur",
        "color",
        "pixelation",
    )
    most: int = 4

    def __post_init__(self) -> None:
        _check_kinds(self.kinds)
        if self.most < 1:
            raise WrongOption("a mixture is made of something", hint="Give most from 1.")

    def __call__(self, quality: int, rng: np.random.Generator) -> Step:
        joining = [kind for kind in self.kinds if quality <= JOINS[kind]]
        return Chain(tuple(level(kind, quality + MILDER[kind], rng) for kind in joining[: self.most]))


MODES: dict[str, type[Any]] = {
    "jpeg": JpegLevels,
    "noise": NoiseLevels,
    "pixelation": PixelationLevels,
    "blur": BlurLevels,
    "color": ColorLevels,
    "mixed": MixedLevels,
}

# The quality at which a kind joins a mixture, and by how much it is milder there.
JOINS = {"noise": 99, "blur": 60, "color": 40, "pixelation": 20}
MILDER = {"noise": 0, "blur": 30, "color": 50, "pixelation": 70}


def _at(span: Span, quality: int) -> Span:
    """The strength at a quality, as the two equal ends that a damage draws between."""
    severity = min(max((90 - quality) / 80, 0.0), 1.0)
    return _point(span[0] + (span[1] - span[0]) * severity)


def _point(value: Any) -> tuple[Any, Any]:
    return (value, value)


def _check_kinds(kinds: tuple[str, ...]) -> None:
    if not kinds:
        raise WrongOption("no kind of damage is named", hint="Give kinds at least one.")


def _check_share(name: str, share: float) -> None:
    if not 0 <= share <= 1:
        raise WrongOption(f"{name} is {share:g}", hint="It must be between 0 and 1.")
