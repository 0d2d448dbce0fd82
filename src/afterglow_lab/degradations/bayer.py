"""The colour filter over a sensor: each pixel sees red, green or blue, and the rest is guessed."""

import cv2
import numpy as np

Corner = tuple[int, int]
"""Rows and columns by which the pattern red-green over green-blue is moved, 0 or 1 each."""

# Room on every side, so that the smallest picture can be guessed and its borders like its middle.
ROOM = 4
# Numbers below black are kept, as real sensors do with a black level.
BLACK = 0.125


def draw_corner(rng: np.random.Generator) -> Corner:
    """Where a crop of a photo happens to start in the pattern."""
    top, left = rng.integers(0, 2, 2)
    return int(top), int(left)


def mosaic(pixels: np.ndarray, corner: Corner) -> np.ndarray:
    """What a sensor sees of H×W×3: one plane, `ROOM` and the corner larger, starting with red."""
    top, left = corner
    framed = cv2.copyMakeBorder(pixels, ROOM + top, ROOM, ROOM + left, ROOM, cv2.BORDER_REFLECT)
    plane = framed[..., 1].copy()
    plane[0::2, 0::2] = framed[0::2, 0::2, 0]
    plane[1::2, 1::2] = framed[1::2, 1::2, 2]
    return plane


def demosaic(plane: np.ndarray, corner: Corner, sharp: bool) -> np.ndarray:
    """The picture guessed from a mosaic, along edges or plainly; H×W×3 of the size before the mosaic."""
    scale = 65535 / (1 + BLACK)
    stored = np.rint(np.clip((plane + BLACK) * scale, 0, 65535)).astype(np.uint16)
    guessed = cv2.demosaicing(stored, cv2.COLOR_BayerRGGB2RGB_EA if sharp else cv2.COLOR_BayerRGGB2RGB)
    return _unframed(guessed.astype(np.float32) / np.float32(scale) - np.float32(BLACK), corner)


def spread_noise(plane: np.ndarray, corner: Corner) -> np.ndarray:
    """The mosaic's noise in the finished picture: bilinear guessing is linear, so it may go alone."""
    red, blue = np.zeros_like(plane), np.zeros_like(plane)
    red[0::2, 0::2] = plane[0::2, 0::2]
    blue[1::2, 1::2] = plane[1::2, 1::2]
    cross = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], np.float32) / 4
    plus = np.array([[0, 1, 0], [1, 4, 1], [0, 1, 0]], np.float32) / 4
    planes = [
        cv2.filter2D(red, -1, cross),
        cv2.filter2D(plane - red - blue, -1, plus),
        cv2.filter2D(blue, -1, cross),
    ]
    return _unframed(cv2.merge(planes), corner)


def _unframed(pixels: np.ndarray, corner: Corner) -> np.ndarray:
    top, left = corner
    return pixels[ROOM + top : -ROOM, ROOM + left : -ROOM]
