"""Running a model over a whole picture, tile by tile."""

from __future__ import annotations

import numpy as np

from afterglow.enhance.tiling import Grid, Tile
from afterglow.image.image import from_unit, to_unit
from afterglow.image.scratch import release
from afterglow.models.session import Session
from afterglow.progress import SILENT, Progress


def restore(
    pixels: np.ndarray,
    session: Session,
    grid: Grid,
    canvas: np.ndarray,
    *,
    strength: float = 1.0,
    gray: bool = False,
    progress: Progress = SILENT,
) -> None:
    """Fill `canvas`, the picture's size times the model's scale, with what the model makes of `pixels`."""
    bottom = 0
    for tile in progress.over(grid.tiles):
        if tile.core.bottom != bottom:
            release(pixels)
            release(canvas)
            bottom = tile.core.bottom
        result = _run(pixels, session, tile, strength, gray)
        canvas[tile.core.scaled(session.card.scale).slices] = from_unit(result, canvas.dtype)


def _run(pixels: np.ndarray, session: Session, tile: Tile, strength: float, gray: bool) -> np.ndarray:
    view = to_unit(_cut(pixels, tile))
    batch = np.ascontiguousarray(view.transpose(2, 0, 1)[None])
    np.clip(batch, 0, 1, out=batch)
    output = session.run(batch)[0]
    scale = session.card.scale
    core = tile.core.moved(-tile.view.left, -tile.view.top)
    result = output[(slice(None), *core.scaled(scale).slices)].transpose(1, 2, 0)
    if gray:
        result = np.repeat(result.mean(axis=2, keepdims=True), 3, axis=2)
    if scale != 1:
        return result
    # What lies outside 0..1 in a float picture stays there: only the change is added. With strength 0 it is nothing.
    before = view[core.slices]
    return before + np.float32(strength) * (np.clip(result, 0, 1) - np.clip(before, 0, 1))


def _cut(pixels: np.ndarray, tile: Tile) -> np.ndarray:
    """The tile's view; beyond the right and bottom edges the last pixels are repeated."""
    rows, columns = tile.view.slices
    view = pixels[rows, columns]
    down, right = tile.view.size.height - view.shape[0], tile.view.size.width - view.shape[1]
    if down or right:
        view = np.pad(view, ((0, down), (0, right), (0, 0)), mode="edge")
    return view
