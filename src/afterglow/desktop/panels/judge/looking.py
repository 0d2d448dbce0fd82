"""The work of the page: laying pictures over one another, and drawing where they differ."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.desktop.panels.judge.state import REFERENCE, A, B, Opened
from afterglow.errors import UnsupportedPicture
from afterglow.image import Image, refuse_same_file, to_unit, write
from afterglow.image.landing import landing
from afterglow.metrics import histograms
from afterglow.metrics.edges import edges
from afterglow.progress import SILENT, Progress
from afterglow.score.alike import made_alike
from afterglow.score.compare import Comparison
from afterglow.score.heat import heat_map
from afterglow.score.report import as_object, report

BOTH, LOST, NEW = (150, 150, 154), (255, 140, 40), (70, 150, 255)
"""The colours of edges that both pictures have, that only the base has, and that only the picture has."""

COUNTED = 4_000_000  # pixels of a picture that its histograms are made of, at most
SUFFIXES = (".html", ".json", ".png")


@dataclass(frozen=True, eq=False)
class Laid:
    """Pictures of one size, laid over one another: A and B, and what they are held against.

    Without a reference B is held against A.
    """

    a: Image
    b: Image
    base: Image
    referenced: bool

    def held(self) -> list[Image]:
        """The pictures that are held against the base."""
        return [self.a, self.b] if self.referenced else [self.b]


def laid(opened: dict[str, Opened], progress: Progress = SILENT) -> Laid:
    """The open pictures as they are compared."""
    progress(0.0)
    a, b, reference = (opened[side].image if side in opened else None for side in (A, B, REFERENCE))
    assert a is not None
    assert b is not None
    if reference is None:
        alike = made_alike(a, "A", {"B": b})
        return Laid(alike.base, alike.pictures["B"], alike.base, False)
    alike = made_alike(reference, "the reference", {"A": a, "B": b})
    return Laid(alike.pictures["A"], alike.pictures["B"], alike.base, True)


def drawn(pictures: Laid, view: str, gain: float, progress: Progress = SILENT) -> list[Image]:
    """What a view shows: two pictures, the later held against the earlier or both against the reference."""
    if view == "pictures":
        return [pictures.a, pictures.b]
    made = []
    for picture in progress.over(pictures.held()):
        made.append(_difference(picture, pictures.base, view, gain))
    return made if pictures.referenced else [pictures.a, *made]


def _difference(picture: Image, base: Image, view: str, gain: float) -> Image:
    if view == "edges":
        return Image(edge_map(picture.pixels, base.pixels))
    return Image(heat_map(picture.pixels, base.pixels, gain))


def edge_map(picture: np.ndarray, base: np.ndarray) -> np.ndarray:
    """The edges of both as 8-bit RGB: those that both have, those that are lost and those that are new."""
    ours, theirs = edges(to_unit(picture)), edges(to_unit(base))
    made = np.zeros((*ours.shape, 3), np.uint8)
    for where, colour in ((ours & theirs, BOTH), (theirs & ~ours, LOST), (ours & ~theirs, NEW)):
        made[where] = colour
    return made


def curves(opened: dict[str, Opened], progress: Progress = SILENT) -> dict[str, dict[str, np.ndarray]]:
    """For A and B the histograms of its channels, in each colour space; of large pictures every second pixel or so."""
    made = {}
    for side in progress.over([side for side in (A, B) if side in opened]):
        image = opened[side].image
        step = math.ceil(math.sqrt(image.size.pixels / COUNTED))
        made[side] = histograms(image.pixels[::step, ::step])
    return made


def export(
    target: Path, found: Comparison, opened: dict[str, Opened], gain: float, progress: Progress = SILENT
) -> Path:
    """Write what was found: a page (.html), plain data (.json), or where the pictures differ (.png)."""
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnsupportedPicture(
            f"A report cannot be a {suffix or 'file without an ending'}",
            f"End its name in one of {', '.join(SUFFIXES)}.",
        )
    for one in opened.values():
        refuse_same_file(one.path, target)
    progress(0.1)
    if suffix == ".png":
        write(drawn(laid(opened), "difference", gain)[-1], target, overwrite=True)
        return target
    if suffix == ".json":
        text = json.dumps(as_object(found), indent=1) + "\n"
    else:
        truth = opened[REFERENCE].named if REFERENCE in opened else None
        text = report(found, opened[A].named, opened[B].named, truth, gain)
    with landing(target, overwrite=True) as file:
        left = memoryview(text.encode())
        while left:
            left = left[os.write(file, left) :]
    return target
