"""Pictures made ready for the screen or for a file: plain work for threads, which takes a `Progress`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from afterglow.desktop.panels.photos import darkroom
from afterglow.desktop.panels.photos.darkroom import Developed, Part
from afterglow.desktop.panels.photos.state import Photos
from afterglow.desktop.tasks import model_names
from afterglow.desktop.widgets.comparison import Patch
from afterglow.enhance.recipe import Recipe
from afterglow.progress import Progress

if TYPE_CHECKING:
    from afterglow.desktop.widgets.raster import Raster
    from afterglow.image import Box, Image


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture as it is, and as the screen shows it."""

    image: Image
    raster: Raster
    models: tuple[str, ...] = ()  # what there is to choose from now


@dataclass(frozen=True, eq=False)
class Result:
    """The whole picture worked out, and as the screen shows it."""

    developed: Developed
    raster: Raster | None  # None: nothing was changed
    place: QRectF | None


def opened(path: Path, screen: bytes | None, progress: Progress) -> Shown:
    """The picture in a file."""
    from afterglow.desktop.widgets.raster import raster_of

    image = darkroom.open_picture(path, progress.part(0, 0.5))
    return Shown(image, raster_of(image, screen, progress.part(0.5, 1)), model_names())


def as_shown(
    image: Image, developed: Developed, recipe: Recipe, screen: bytes | None, progress: Progress
) -> Result:
    """The result at full strength, unsharpened but in its size, for the screen."""
    from afterglow.desktop.widgets.raster import raster_of

    whole = replace(developed, share=1.0)
    made = darkroom.finish(image, whole, replace(recipe, strength=1.0, sharpen=0.0), progress.part(0, 0.3))
    if made.pixels is image.pixels:
        return Result(developed, None, None)
    place = darkroom.placed(image.size, recipe)
    raster = raster_of(made, screen, progress.part(0.3, 1))
    return Result(developed, raster, QRectF(*place) if place else None)


def part_of(part: Part | None, screen: bytes | None) -> Patch | None:
    """A part of the result, for the screen."""
    from afterglow.desktop.widgets.raster import raster_of

    if part is None:
        return None
    raster = raster_of(part.image, screen)
    return Patch(part.box, raster.levels[0][1], raster.pixels)


def sharpened(before: Any, after: Any, box: Box, strength: float, amount: float) -> Patch:
    """A part of the picture with all that is done after the model."""
    from afterglow.desktop.widgets.raster import as_qimage

    made = darkroom.sharpened_part(before, after, box, strength, amount)
    return Patch(box, as_qimage(made), made, final=True)


def finished(image: Image, developed: Developed, recipe: Recipe) -> Callable[[Progress], QImage]:
    """Work that makes the finished result, in the colours of sRGB, for whoever it is handed to."""

    def work(progress: Progress) -> QImage:
        from afterglow.desktop.widgets.raster import raster_of

        made = darkroom.finish(image, developed, recipe, progress.part(0, 0.5))
        return raster_of(made, None, progress.part(0.5, 1)).levels[0][1].copy()

    return work


def save(state: Photos, target: Path, overwrite: bool) -> Callable[[Progress], tuple[str, ...]]:
    """Work that writes the current result."""
    photo, image, developed, recipe = state.current, state.image, state.developed, state.recipe
    assert photo is not None
    assert image is not None
    assert developed is not None
    return lambda progress: darkroom.save(photo.path, target, image, developed, recipe, overwrite, progress)
