"""Roughness of stone, ground and clouds: smooth noise that can be looked up anywhere."""

from dataclasses import dataclass

import cv2
import numpy as np

SIDE = 512
MASK = np.uint64(2**32 - 1)


@dataclass(frozen=True)
class Texture:
    """Noise of mean 0 and spread 1 that repeats every `SIDE` units, and features about one unit wide."""

    grid: np.ndarray

    def at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Its value at each place; both arrays have one shape."""
        flat_x, flat_y = (np.mod(side, SIDE).astype(np.float32) + 1 for side in (x, y))
        return looked_up(self.grid, flat_x, flat_y, cv2.INTER_CUBIC)

    def clouds(self, x: np.ndarray, y: np.ndarray, octaves: int = 5, rough: float = 0.5) -> np.ndarray:
        """Fractal noise: coarse features with ever finer ones on them, of a spread of about 1."""
        total = np.zeros(x.shape, np.float32)
        for octave in range(octaves):
            step = 2.0**octave
            total += rough**octave * self.at(x * step + 17.3 * octave, y * step + 5.1 * octave)
        return total / np.float32(np.sqrt(sum(rough ** (2 * n) for n in range(octaves))))

    def ridges(self, x: np.ndarray, y: np.ndarray, octaves: int = 7, rough: float = 0.5) -> np.ndarray:
        """Fractal noise with sharp crests, as mountains have; about 0 to 1."""
        total, weight, whole = np.zeros(x.shape, np.float32), np.ones(x.shape, np.float32), 0.0
        for octave in range(octaves):
            step = 2.0**octave
            crest = 1 - np.minimum(
                np.abs(self.at(x * step + 31.7 * octave, y * step + 9.2 * octave)) / 1.6, 1
            )
            crest *= crest
            total += rough**octave * crest * weight
            # Valleys stay smooth: only where a crest is does the next finer one grow.
            weight = np.clip(crest * 1.6, 0, 1)
            whole += rough**octave
        return total / np.float32(whole)


def texture(rng: np.random.Generator) -> Texture:
    """A texture of its own."""
    grid = rng.normal(0, 1, (SIDE, SIDE)).astype(np.float32)
    # Padded so that looking up near the edge finds what lies beyond it.
    return Texture(np.pad(grid, ((1, 3), (1, 3)), mode="wrap") * np.float32(1.25))


def looked_up(page: np.ndarray, x: np.ndarray, y: np.ndarray, how: int) -> np.ndarray:
    """The values of a drawn page at each place, however many there are; both arrays have one shape."""
    # OpenCV counts the rows and columns of what it looks up with 15 bits: many places are folded into rows.
    columns = 4096
    count = -(-x.size // columns)
    folded = [np.resize(side.ravel().astype(np.float32), (count, columns)) for side in (x, y)]
    found = cv2.remap(page, folded[0], folded[1], how)
    values: np.ndarray = found.reshape(-1, *page.shape[2:])[: x.size].reshape(*x.shape, *page.shape[2:])
    return values


def chance(*whole: np.ndarray | int) -> np.ndarray:
    """A number in 0..1 for each combination of whole numbers, the same each time."""
    mixed = np.zeros(np.broadcast_shapes(*(np.shape(n) for n in whole)), np.uint64)
    for factor, number in zip((374761393, 668265263, 2246822519, 3266489917), whole, strict=False):
        term = (np.asarray(number).astype(np.int64) * factor).astype(np.uint64) & MASK
        mixed = ((mixed ^ term) * np.uint64(2654435761)) & MASK
        mixed ^= mixed >> np.uint64(15)
    values: np.ndarray = (mixed >> np.uint64(8)).astype(np.float32) / np.float32(2**24)
    return values
