"""Damage in grades: every kind takes a level, 0 for none to 1 for ruined, on H×W×3 uint8 pixels."""

from collections.abc import Callable

import cv2
import numpy as np

from afterglow_lab.degradations.jpeg import SAMPLING

Grade = Callable[[np.ndarray, float, np.random.Generator], np.ndarray]

BEST_QUALITY = 96  # of JPEG: level 0
STRONGEST_NOISE = 60  # standard deviation of 255, at level 1
WIDEST_BLUR = 6  # pixels, standard deviation, at level 1
MOST_STOPS = 4  # of light lost at level 1
GAMMA = 2.2


def jpeg_quality(level: float) -> int:
    """The JPEG quality of a level: 96 to 5."""
    return round(BEST_QUALITY - 91 * level)


def noise_sigma(level: float) -> float:
    """The standard deviation of noise, in 1/255: small differences count where noise is low."""
    return STRONGEST_NOISE * level**2


def blur_radius(level: float) -> float:
    """The standard deviation of blur in pixels."""
    return WIDEST_BLUR * level**2


def block_size(level: float) -> int:
    """The side of a mosaic block in pixels: 2 to 16 from level 0.25 on."""
    return max(2, round(2 ** (4 * level)))


def compress(pixels: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    """JPEG, its block grid anywhere."""
    top, left = (int(n) for n in rng.integers(0, 8, 2))
    sampling = SAMPLING["4:4:4" if rng.random() < 0.3 else "4:2:0"]
    options = [cv2.IMWRITE_JPEG_QUALITY, jpeg_quality(level), cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    padded = cv2.copyMakeBorder(pixels, top, 0, left, 0, cv2.BORDER_REPLICATE)
    _, stored = cv2.imencode(".jpg", padded[..., ::-1], options)
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR))[top:, left:, ::-1]


def noise(pixels: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    """Noise of one strength in four looks: of every pixel, of gray, in soft grains, or more in the dark."""
    sigma = noise_sigma(level)
    look = rng.integers(4)
    grains: np.ndarray = rng.standard_normal(pixels.shape[:2] + ((1,) if look == 1 else (3,)), np.float32)
    if look == 2:
        grains = cv2.GaussianBlur(grains, (0, 0), float(rng.uniform(0.5, 1.0)))
        grains = np.asarray(grains / grains.std())
    if look == 3:
        grains = grains * (1.3 - 0.6 * pixels.astype(np.float32) / 255)
    return _rounded(pixels + sigma * grains)


def blur(pixels: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    """Out of focus, shaken, or enlarged from a smaller picture; all of one standard deviation."""
    radius = blur_radius(level)
    look = rng.integers(4)
    if look < 2 or radius < 0.7:
        return cv2.GaussianBlur(pixels, (0, 0), radius) if radius > 0.1 else pixels.copy()
    if look == 2:
        disk = _disk(2 * radius)  # a disk's standard deviation is half its radius
        return cv2.filter2D(pixels, -1, disk)
    height, width = pixels.shape[:2]
    factor = 1 + 1.6 * radius
    small = cv2.resize(pixels, (round(width / factor), round(height / factor)), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def pixelate(pixels: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    """A mosaic, its grid anywhere, each block a mean or a sample of what was there."""
    block = block_size(level)
    height, width = pixels.shape[:2]
    top, left = (int(n) for n in rng.integers(0, block, 2))
    below, right = -(height + top) % block, -(width + left) % block
    padded = cv2.copyMakeBorder(pixels, top, below, left, right, cv2.BORDER_REPLICATE)
    if rng.random() < 0.7:
        size = (padded.shape[1] // block, padded.shape[0] // block)
        blocks = cv2.resize(padded, size, interpolation=cv2.INTER_AREA)
    else:
        blocks = padded[block // 2 :: block, block // 2 :: block]
    return blocks.repeat(block, axis=0).repeat(block, axis=1)[top : top + height, left : left + width]


def darken(pixels: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    """Too little light, as stops lost before the camera's tone curve."""
    return _rounded(pixels.astype(np.float32) * 2 ** (-MOST_STOPS * level / GAMMA))


KINDS: dict[str, Grade] = {
    "jpeg": compress,
    "noise": noise,
    "blur": blur,
    "pixel": pixelate,
    "dark": darken,
}
"""In the order in which the judge names their levels."""


def _disk(radius: float) -> np.ndarray:
    reach = int(np.ceil(radius))
    across = np.arange(-reach, reach + 1)
    inside = np.clip(radius + 0.5 - np.hypot(across, across[:, None]), 0, 1).astype(np.float32)
    return np.asarray(inside / inside.sum())


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.rint(np.clip(values, 0, 255)), np.uint8)
