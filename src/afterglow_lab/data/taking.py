"""A picture as a whole, before it is cut to patches: what is in the frame, and what its thumbnail shows."""

from dataclasses import replace
from typing import Protocol, runtime_checkable

import numpy as np

from afterglow.image.resizing import resize
from afterglow.models.thumbnail import thumbnail_of
from afterglow_lab.data.pool import Picture
from afterglow_lab.degradations import Damage

# The smallest part of a picture's side that passes for a picture of its own.
FRAME = 0.6


class Shot(Protocol):
    """One picture's damage: the same wherever the picture is cut."""

    def taken(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray: ...

    def toned(self, pixels: np.ndarray) -> np.ndarray: ...


@runtime_checkable
class Camera(Protocol):
    """A damage that is drawn once for a whole picture."""

    def shot(self, rng: np.random.Generator) -> Shot: ...


def framed(picture: Picture, smallest: int, rng: np.random.Generator) -> Picture:
    """A part of the picture, as if the photographer had stood nearer; at least `smallest` pixels wide and high."""
    share = rng.uniform(FRAME, 1)
    height, width = picture.pixels.shape[:2]
    rows, columns = (max(round(side * share), min(side, smallest)) for side in (height, width))
    top, left = int(rng.integers(height - rows + 1)), int(rng.integers(width - columns + 1))
    part = (slice(top, top + rows), slice(left, left + columns))
    damaged = None if picture.damaged is None else picture.damaged[part]
    return replace(picture, pixels=picture.pixels[part], damaged=damaged)


def taken(picture: Picture, damage: Damage, side: int, rng: np.random.Generator) -> tuple[Damage, np.ndarray]:
    """The damage as this picture suffers it everywhere, and its thumbnail, side × side × 3, when it has.

    A damage that is no camera is taken for one that leaves tones and colours alone.
    """
    if picture.damaged is not None:
        return damage, _small(picture.damaged, side)
    if not isinstance(damage, Camera):
        return damage, _small(picture.pixels, side)
    shot = damage.shot(rng)
    # Tones are bent before the last shrinking, as the product shrinks what the phone has bent.
    seen = resize(picture.pixels, (2 * side, 2 * side), "linear").astype(np.float32) / 255
    return shot.taken, _small(shot.toned(seen), side)


def _small(pixels: np.ndarray, side: int) -> np.ndarray:
    return thumbnail_of(pixels, side)[0].transpose(1, 2, 0)
