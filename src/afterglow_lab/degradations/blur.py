"""Blur by software, by moving, by a lens and by missing the focus."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.bounds import ANY, check_bounds
from afterglow_lab.degradations.light import from_light, to_light


@dataclass(frozen=True)
class GaussianBlur:
    """A soft filter of `sigma` pixels."""

    sigma: tuple[float, float] = (0.3, 3)

    def __post_init__(self) -> None:
        check_bounds(self, "gaussian_blur", sigma=(0.01, ANY))

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return cv2.GaussianBlur(pixels, (0, 0), rng.uniform(*self.sigma), borderType=cv2.BORDER_REFLECT)


@dataclass(frozen=True)
class MotionBlur:
    """A camera that moved `length` pixels at `angle` degrees, on a path bent by up to `bend` of its length."""

    length: tuple[float, float] = (2, 15)
    bend: float = 0.2
    angle: tuple[float, float] = (0, 180)

    def __post_init__(self) -> None:
        check_bounds(self, "motion_blur", length=(0, ANY), bend=(0, ANY))

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        low, high = self.angle
        length, angle = rng.uniform(*self.length), np.pi * rng.uniform(low / 180, high / 180)
        return _through(pixels, streak(length, angle, rng.uniform(-self.bend, self.bend)))


@dataclass(frozen=True)
class LensBlur:
    """Every point of light becomes the aperture: a polygon of `blades` sides and of `radius` pixels."""

    radius: tuple[float, float] = (0.7, 6)
    blades: tuple[int, int] = (5, 9)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        blades = int(rng.integers(min(self.blades), max(self.blades) + 1))
        return _through(pixels, aperture(rng.uniform(*self.radius), blades, rng.uniform(0, 2 * np.pi)))


@dataclass(frozen=True)
class Defocus:
    """A missed focus: sharp somewhere, and growing to a disc of `radius` pixels towards one side."""

    radius: tuple[float, float] = (0.7, 6)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        radius, angle = rng.uniform(*self.radius), rng.uniform(0, 2 * np.pi)
        start = rng.uniform(-1, 0.5)
        height, width = pixels.shape[:2]
        rows, columns = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)
        depth = np.clip(rows * np.sin(angle) + columns * np.cos(angle) - start, 0, 1).astype(np.float32)[
            ..., None
        ]
        light = to_light(pixels)
        half, full = (_filtered(light, disc(size)) for size in (radius / 2, radius))
        near, far = np.minimum(2 * depth, 1), np.maximum(2 * depth - 1, 0)
        return from_light((light + near * (half - light)) + far * (full - half))


def disc(radius: float) -> np.ndarray:
    """A round kernel with a soft rim."""
    across, down = _grid(radius)
    return _whole(np.clip(radius + 0.5 - np.hypot(across, down), 0, 1))


def aperture(radius: float, blades: int, turn: float) -> np.ndarray:
    """A regular polygon with a soft rim, its corners `radius` from the middle."""
    across, down = _grid(radius)
    side = 2 * np.pi / blades
    # How far a point is from the middle, measured square to the side of the polygon it lies behind.
    within = (np.arctan2(down, across) - turn) % side - side / 2
    distance = np.hypot(across, down) * np.cos(within)
    return _whole(np.clip(radius * np.cos(side / 2) + 0.5 - distance, 0, 1))


def streak(length: float, angle: float, bend: float = 0.0) -> np.ndarray:
    """A line of light `length` pixels long, bent sideways in its middle by `bend` of that."""
    along = np.linspace(-0.5, 0.5, 4 * int(np.ceil(length)) + 1)
    aside = bend * (0.25 - along**2) * 4
    aside -= aside.mean()
    x = length * (along * np.cos(angle) - aside * np.sin(angle))
    y = length * (along * np.sin(angle) + aside * np.cos(angle))
    reach = int(np.ceil(length * (0.5 + abs(bend)))) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1))
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    for step_down, step_across in ((0, 0), (0, 1), (1, 0), (1, 1)):
        shares = np.abs(1 - step_across - (x - left)) * np.abs(1 - step_down - (y - top))
        np.add.at(kernel, (top + step_down + reach, left + step_across + reach), shares)
    return _whole(kernel)


def _grid(radius: float) -> tuple[np.ndarray, np.ndarray]:
    reach = int(np.ceil(radius + 0.5))
    places = np.arange(-reach, reach + 1, dtype=np.float64)
    return places[None, :], places[:, None]


def _whole(kernel: np.ndarray) -> np.ndarray:
    whole: np.ndarray = (kernel / kernel.sum()).astype(np.float32)
    return whole


def _through(pixels: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    # Light adds up, sRGB numbers do not: a blurred lamp stays bright.
    return from_light(_filtered(to_light(pixels), kernel))


def _filtered(pixels: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return cv2.filter2D(pixels, -1, kernel, borderType=cv2.BORDER_REFLECT)
