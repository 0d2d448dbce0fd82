"""The best among copies of one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from afterglow.image import Size, resize
from afterglow.image.image import Image
from afterglow.models.session import Session
from afterglow.progress import SILENT, Progress
from afterglow.score.cells import open_judge
from afterglow.score.sample import luma
from afterglow.score.score import score

LARGEST = 2_000_000  # pixels: more would not change the order
THUMB = Size(24, 24)
SAME = 0.9  # correlation of thumbnails beyond which two files show one picture


@dataclass(frozen=True)
class Copy:
    """A copy's place in `copies`, its points beside the others, and its size in pixels."""

    index: int
    points: float
    size: Size
    alike: float  # correlation of its thumbnail with the first copy's

    @property
    def same_picture(self) -> bool:
        return self.alike >= SAME


def rank(copies: Sequence[Image], judge: Session | None = None, progress: Progress = SILENT) -> list[Copy]:
    """Copies of one picture, the best first.

    All are judged at the size of the largest, so that a small copy counts as the soft picture it would be.
    """
    judge = judge or open_judge()
    largest = max((copy.size for copy in copies), key=lambda size: size.pixels)
    shown = largest.scaled(min(1.0, (LARGEST / largest.pixels) ** 0.5))
    thumbs = [_thumb(copy) for copy in copies]
    ranked = []
    for index in progress.over(range(len(copies))):
        copy = copies[index]
        points = score(resize(copy, copy.size.fitted(shown)), judge).value
        ranked.append(Copy(index, points, copy.size, _correlation(thumbs[index], thumbs[0])))
    return sorted(ranked, key=lambda copy: (-copy.points, -copy.size.pixels))


def _thumb(picture: Image) -> np.ndarray:
    small = luma(resize(picture, THUMB, "linear").pixels)
    return np.asarray(small - small.mean())


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float((a * b).sum() / size) if size > 0 else float(np.array_equal(a, b))
