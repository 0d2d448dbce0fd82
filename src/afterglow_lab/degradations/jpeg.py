"""JPEG damage, as OpenCV's encoder (libjpeg-turbo) does it."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.bounds import ANY, check_bounds

SAMPLING = {
    "4:2:0": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
    "4:2:2": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
    "4:4:4": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
}


@dataclass(frozen=True)
class Jpeg:
    """JPEG compression, sometimes twice; `quality` is drawn anew for each picture.

    A `skew` above 1 draws low qualities more often. Of the pictures, `half` are stored 4:2:0, `wide`
    4:2:2 and the rest 4:4:4; `double` were compressed before, on a shifted block grid; `untouched` stay
    as they are, so that a model learns to leave good pictures alone. 8-bit pixels stay 8-bit.
    """

    quality: tuple[int, int] = (5, 95)
    skew: float = 1.6
    half: float = 0.7
    wide: float = 0.1
    double: float = 0.25
    untouched: float = 0.0

    def __post_init__(self) -> None:
        check_bounds(self, "jpeg", quality=(0, 100), skew=(0, ANY))

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        if rng.random() < self.untouched:
            return pixels.copy()
        if rng.random() < self.double:
            top, left = rng.integers(0, 8, 2)
            pixels = shifted_jpeg(pixels, self._quality(rng), self._sampling(rng), int(top), int(left))
        return jpeg(pixels, self._quality(rng), self._sampling(rng))

    def _quality(self, rng: np.random.Generator) -> int:
        low, high = self.quality
        return round(low + (high - low) * rng.random() ** self.skew)

    def _sampling(self, rng: np.random.Generator) -> str:
        draw = rng.random()
        if draw < self.half:
            return "4:2:0"
        return "4:2:2" if draw < self.half + self.wide else "4:4:4"


def jpeg(pixels: np.ndarray, quality: int, sampling: str = "4:2:0") -> np.ndarray:
    """The picture after one JPEG compression; 8-bit pixels stay 8-bit."""
    exact = pixels.dtype == np.uint8
    rounded = pixels if exact else np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, SAMPLING[sampling]]
    _, stored = cv2.imencode(".jpg", cv2.cvtColor(rounded, cv2.COLOR_RGB2BGR), options)
    decoded = cv2.imdecode(stored, cv2.IMREAD_COLOR)
    assert decoded is not None, "what was just encoded can be decoded"
    compressed = cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)
    return compressed if exact else compressed.astype(np.float32) / 255


def shifted_jpeg(pixels: np.ndarray, quality: int, sampling: str, top: int, left: int) -> np.ndarray:
    """The same with the block grid moved, as if the picture had been cropped after it was stored."""
    padded = cv2.copyMakeBorder(pixels, top, 0, left, 0, cv2.BORDER_REPLICATE)
    return jpeg(padded, quality, sampling)[top:, left:]
