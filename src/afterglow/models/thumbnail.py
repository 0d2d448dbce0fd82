"""The small copy of a whole picture that some models are shown beside each tile, so that all tiles agree."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from afterglow.image.image import to_unit
from afterglow.image.resizing import resize


def thumbnail_of(pixels: np.ndarray, side: int) -> np.ndarray:
    """All of a picture of any depth, squeezed into a square: 1×3×side×side float32, 0 to 1."""
    small = np.clip(np.nan_to_num(to_unit(resize(pixels, (side, side), "linear"))), 0, 1)
    return np.ascontiguousarray(small.transpose(2, 0, 1)[None])


def beside(batch: np.ndarray, thumbnail: np.ndarray | None, side: int) -> tuple[np.ndarray, ...]:
    """What a model wants besides `batch`: a thumbnail of `side` for each of its pictures, or nothing for 0.

    A batch that comes without one is taken for whole pictures.
    """
    if not side:
        return ()
    if thumbnail is not None:
        return (thumbnail,)
    return (np.concatenate([thumbnail_of(one.transpose(1, 2, 0), side) for one in batch]),)


def one_by_one(given: tuple[np.ndarray, ...]) -> Iterator[tuple[np.ndarray, ...]]:
    """A batch and what is beside it, picture by picture."""
    for index in range(len(given[0])):
        yield tuple(each[index : index + 1] for each in given)
