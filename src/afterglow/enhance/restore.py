"""Running a model over a whole picture, tile by tile."""

from __future__ import annotations

import numpy as np

from afterglow.enhance.ends import HELD, hold_ends
from afterglow.enhance.hands import on_all_cores, parts_of
from afterglow.enhance.planes import PART, lay_planes, to_planes
from afterglow.enhance.tiling import Grid, Tile
from afterglow.enhance.traces import Trace, hold
from afterglow.image.geometry import Size
from afterglow.image.scratch import release
from afterglow.models.session import Session
from afterglow.models.thumbnail import thumbnail_of
from afterglow.progress import SILENT, Progress

MODELS_SHARE = 0.9  # of the time, where what the model made is then held to a trace


def restore(
    pixels: np.ndarray,
    session: Session,
    grid: Grid,
    canvas: np.ndarray,
    *,
    strength: float = 1.0,
    gray: bool = False,
    trace: Trace | None = None,
    progress: Progress = SILENT,
) -> None:
    """Fill `canvas`, the picture's size times the model's scale, with what the model makes of `pixels`.

    Where the damage left a `trace`, it is held to.
    """
    # What a model decides for the whole picture it must decide from the same thing in every tile.
    side = session.card.thumbnail
    thumbnail = thumbnail_of(pixels, side) if side else None
    held = session.card.task in HELD
    # One room for what the network is shown: memory that is new for each tile costs more than filling it.
    shown = np.empty((1, 3, grid.view.height, grid.view.width), np.float32)
    bottom = 0
    laying = progress.part(0, MODELS_SHARE) if trace else progress
    for tile in laying.over(grid.tiles):
        if tile.core.bottom != bottom:
            release(pixels)
            release(canvas)
            bottom = tile.core.bottom
        planes = _run(pixels, session, tile, thumbnail, strength, gray, shown)
        place = canvas[tile.core.scaled(session.card.scale).slices]
        before = pixels[tile.core.slices] if held and session.card.scale == 1 else None
        _lay(planes, place, before)
    if trace:
        hold(pixels, canvas, trace, strength, held=held, progress=progress.part(MODELS_SHARE, 1))


def _run(
    pixels: np.ndarray,
    session: Session,
    tile: Tile,
    thumbnail: np.ndarray | None,
    strength: float,
    gray: bool,
    before: np.ndarray,
) -> np.ndarray:
    """What the model makes of a tile's core; `before` is filled with what the tile shows."""
    to_planes(_cut(pixels, tile), before)
    # What is no number is black to a network: one would spread over all that looks at it.
    seen = before if pixels.dtype != np.float32 else np.clip(np.nan_to_num(before), 0, 1)
    scale = session.card.scale
    core = tile.core.moved(-tile.view.left, -tile.view.top)
    result = session.run(seen, thumbnail)[0][(slice(None), *core.scaled(scale).slices)]
    if gray:
        result = np.repeat(result.mean(axis=0, keepdims=True), 3, axis=0)
    if scale != 1 or (strength == 1 and seen is before):
        return result
    # What lies outside 0..1 in a float picture stays there, and what is no number stays none: only the change is
    # added. With strength 0 it is nothing.
    change = np.clip(result, 0, 1) - seen[0][(slice(None), *core.slices)]
    return np.asarray(before[0][(slice(None), *core.slices)] + np.float32(strength) * change)


def _lay(planes: np.ndarray, place: np.ndarray, before: np.ndarray | None) -> None:
    """Write a tile's planes into their `place`; ends are held where it is told what was there `before`."""

    def lay(rows: slice) -> None:
        lay_planes(planes[:, rows], place[rows])
        if before is not None:
            hold_ends(before[rows], place[rows])

    on_all_cores(lay, parts_of(len(place), PART))


def _cut(pixels: np.ndarray, tile: Tile) -> np.ndarray:
    """The tile's view; beyond the picture's edges its last pixels are repeated."""
    seen = tile.view.within(Size(pixels.shape[1], pixels.shape[0]))
    view = pixels[seen.slices]
    if seen == tile.view:
        return view
    beyond = (
        (seen.top - tile.view.top, tile.view.bottom - seen.bottom),
        (seen.left - tile.view.left, tile.view.right - seen.right),
        (0, 0),
    )
    return np.pad(view, beyond, mode="edge")
