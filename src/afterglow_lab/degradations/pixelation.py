"""Mosaics: pictures made of blocks, as used to hide things or left by enlarging without care."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.bounds import ANY, check_bounds


@dataclass(frozen=True)
class Pixelation:
    """Blocks of `block` pixels, starting anywhere but in the share of pictures whose first block is whole.

    Of the pictures, `area` show each block's mean and the others its middle pixel; `resampled` were enlarged
    again smoothly, so that the blocks are soft.
    """

    block: tuple[int, int] = (2, 8)
    area: float = 0.8
    resampled: float = 0.2
    whole: float = 0.0

    def __post_init__(self) -> None:
        check_bounds(self, "pixelation", block=(1, ANY))

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        block = int(rng.integers(min(self.block), max(self.block) + 1))
        top, left = (int(offset) for offset in rng.integers(0, block, 2))
        area, resampled = rng.random() < self.area, rng.random() < self.resampled
        smooth = (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(2))]
        if self.whole and rng.random() < self.whole:
            top = left = 0
        return pixelated(pixels, block, top, left, area, smooth if resampled else cv2.INTER_NEAREST)


def pixelated(
    pixels: np.ndarray,
    block: int,
    top: int = 0,
    left: int = 0,
    area: bool = True,
    enlarge: int = cv2.INTER_NEAREST,
) -> np.ndarray:
    """The picture in blocks whose grid is moved up and to the left by `top` and `left` pixels."""
    height, width = pixels.shape[:2]
    below, beside = -(height + top) % block, -(width + left) % block
    framed = cv2.copyMakeBorder(pixels, top, below, left, beside, cv2.BORDER_REPLICATE)
    down, across = framed.shape[0] // block, framed.shape[1] // block
    if area:
        small = cv2.resize(framed, (across, down), interpolation=cv2.INTER_AREA)
    else:
        small = np.ascontiguousarray(framed[block // 2 :: block, block // 2 :: block])
    large = cv2.resize(small, (framed.shape[1], framed.shape[0]), interpolation=enlarge)
    return np.clip(large[top : top + height, left : left + width], 0, 1)
