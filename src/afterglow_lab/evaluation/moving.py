"""Clips whose every pixel is known: a camera that moves over a drawing, and a thing that moves against it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from afterglow.metrics.luma import luma

FINE = 4  # pixels of the drawing along one pixel of a clip, so that quarters of a pixel are exact
THING = (40, 60)  # height and width, in pixels of the clip


def pan(
    drawing: np.ndarray,
    size: tuple[int, int],
    speed: tuple[float, float],
    count: int,
    thing: float | None = None,
) -> list[np.ndarray]:
    """`count` frames of height and width `size`, the camera moving (down, right) by `speed` pixels a frame.

    `thing` is how far an oval piece of the drawing, seen upside down, moves right in each frame.
    """
    height, width = (side * FINE for side in size)
    frames = []
    for number in range(count):
        top, left = (round(step * number * FINE) for step in speed)
        view = drawing[top : top + height, left : left + width]
        if view.shape[:2] != (height, width):
            raise ValueError(f"the camera leaves the drawing at frame {number}")
        if thing is not None:
            view = view.copy()
            _put(view, drawing[::-1], height // 2, round((10 + thing * number) * FINE))
        small = view.reshape(size[0], FINE, size[1], FINE, 3).mean(axis=(1, 3), dtype=np.float32)
        frames.append(np.rint(small).astype(np.uint8))
    return frames


def noisy(frames: list[np.ndarray], sigma: float, seed: int = 0) -> list[np.ndarray]:
    """Each frame with fresh Gaussian noise, in 8-bit steps, its colour at half the size as videos store it."""
    rng = np.random.default_rng(seed)
    return [stored(np.clip(frame + rng.normal(0, sigma, frame.shape), 0, 255)) for frame in frames]


def stored(frame: np.ndarray) -> np.ndarray:
    """A frame of 0 to 255 in 8 bits, its colour averaged over two by two pixels."""
    height, width = frame.shape[:2]
    whole = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge").astype(np.float32)
    brightness = luma(whole)[:, :, None]
    colour = (whole - brightness).reshape(whole.shape[0] // 2, 2, -1, 2, 3).mean(axis=(1, 3))
    kept = brightness + colour.repeat(2, axis=0).repeat(2, axis=1)
    rounded: np.ndarray = np.rint(np.clip(kept, 0, 255)).astype(np.uint8)
    return rounded[:height, :width]


def flicker(frames: list[np.ndarray]) -> float:
    """The mean absolute difference of consecutive frames, in 8-bit steps."""
    return float(np.mean([np.abs(b.astype(np.float32) - a).mean() for a, b in pairwise(frames)]))


def _put(view: np.ndarray, drawing: np.ndarray, top: int, left: int) -> None:
    """A piece of `drawing` within an oval, at a place of `view`."""
    height, width = (side * FINE for side in THING)
    place = view[top : top + height, left : left + width]
    down, right = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    oval = (down**2 + right**2 < 1)[: place.shape[0], : place.shape[1]]
    place[oval] = drawing[: place.shape[0], : place.shape[1]][oval]
