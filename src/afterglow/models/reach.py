"""How far around itself a pixel of the result looks, measured by changing the input."""

from __future__ import annotations

import numpy as np

from afterglow.errors import ModelProblem
from afterglow.models.session import Session

SIDES = (128, 256, 512)  # of the picture in which a change is followed
SEAM = 1 / 1024  # a quarter of what an 8-bit picture can show
FELT = 1e-5  # a change that 400 of would be needed to show
COARSEST = 128
HINT = "If that does no harm to your pictures, say with --context how far it should look."


def grid_and_context(session: Session, told: int | None = None) -> tuple[int, int]:
    """`multiple_of` and `context` with which tiles of this model fit together.

    With the context `told` the user takes the seams upon himself; only the grid is looked for.
    """
    step = session.card.multiple_of
    if told is not None:
        return step, _up(told, step)
    reach = _reach(session)
    for grid in (step * 2**power for power in range(8)):
        context = _up(reach, grid)
        if grid <= COARSEST and _seam(session, grid, context) <= SEAM:
            return grid, context
    raise ModelProblem(f"Tiles of {session.card.name} would not fit together", HINT)


def _reach(session: Session) -> int:
    """The distance in input pixels at which a change is still felt."""
    card = session.card
    for side in SIDES:
        side = _up(side, card.multiple_of)
        rng = np.random.default_rng(0)
        before = rng.random((1, 3, side, side), dtype=np.float32)
        start = side // 2 // card.multiple_of * card.multiple_of
        cell = slice(start, start + card.multiple_of)
        plain = _seen(session, before)
        # Two opposite changes: what one drives below a ReLU the other lifts above it.
        changed = np.zeros(plain.shape[2:], bool)
        for value in (0, 1):
            after = before.copy()
            after[:, :, cell, cell] = value
            changed |= (np.abs(_seen(session, after) - plain) > FELT).any(axis=(0, 1))
        rows, columns = (np.flatnonzero(changed.any(axis=axis)) // card.scale for axis in (1, 0))
        if not len(rows):
            return 0
        nearest, farthest = min(rows[0], columns[0]), max(rows[-1], columns[-1])
        if nearest > 0 and farthest < side - 1:
            # Tiles are cut between cells, so what counts is the distance from the cell's own edge.
            return int(max(start - nearest, farthest - cell.stop + 1, 0))
    raise ModelProblem(f"{card.name} looks at the whole picture at once, so it cannot work in tiles", HINT)


def _seam(session: Session, grid: int, context: int) -> float:
    """The largest difference, `context` inside the cut, to a picture that lacks its top and left."""
    cut = grid * (64 // grid | 1)  # an odd multiple, lest a coarser grid go unnoticed
    side = _up(cut + context + 64, grid)
    whole = np.random.default_rng(1).random((1, 3, side, side), dtype=np.float32) / 2
    # What is cut off is white: a model that looks at averages gives itself away.
    whole[:, :, :cut] = whole[:, :, :, :cut] = 1
    reference = _seen(session, whole)
    tile = _seen(session, np.ascontiguousarray(whole[:, :, cut:, cut:]))
    scale = session.card.scale
    inner, outer = context * scale, (cut + context) * scale
    return float(np.abs(tile[:, :, inner:, inner:] - reference[:, :, outer:, outer:]).max())


def _seen(session: Session, batch: np.ndarray) -> np.ndarray:
    """What the model makes of parts of a picture that, as a whole, never changes."""
    side = session.card.thumbnail
    return session.run(batch, np.full((1, 3, side, side), 0.5, np.float32) if side else None)


def _up(value: int, step: int) -> int:
    return -(-value // step) * step
