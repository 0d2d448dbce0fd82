"""Keeping what a mosaic leaves certain: what each block shows of its own pixels, their mean or one of them.

A picture made of blocks still says exactly what the mean of each was, or a certain pixel of it, whichever way it
was made. What a model draws into a block is moved as a whole until that holds again.
"""

from __future__ import annotations

import numpy as np

from afterglow.enhance.ends import hold_ends
from afterglow.enhance.hands import on_all_cores
from afterglow.image.image import FULL_SCALE
from afterglow.image.scratch import release
from afterglow.progress import SILENT, Progress
from afterglow.score.pixelation import Mosaic

FLAT = 2 / 255  # of white: how far apart pixels of an untouched block may lie
BAND = 64  # rows or so that are worked on at a time
LOOKED_AT = 8  # bands at most from which it is told what a block shows
TIMES = 2  # the mean is set again where black or white cut off the first


def hold_blocks(
    before: np.ndarray, after: np.ndarray, found: Mosaic, *, held: bool = False, progress: Progress = SILENT
) -> None:
    """Move what `after` has in each block of `before` to what the block showed. Ends that are `held` stay so."""
    known = _known(before, after, found)

    def settle(rows: slice) -> None:
        was, now = _whole(before, rows, found), _whole(after, rows, found)
        _settle(was, now, found.block, known)
        if held:
            hold_ends(was, now)
        release(before)
        release(after)

    on_all_cores(settle, _bands(before, found), progress)


def _known(before: np.ndarray, after: np.ndarray, found: Mosaic) -> tuple[int, int] | None:
    """Which of a block's pixels it shows: the one that a model leaves nearest to it, or None for their mean."""
    block = found.block
    bands = _bands(before, found)
    apart = np.zeros(block * block + 1)
    for rows in bands[:: -(-len(bands) // LOOKED_AT)]:
        was, now = (_blocks(_whole(each, rows, found), block) for each in (before, after))
        flat = _flat(was)
        shown = was[:, 0, :, 0].astype(np.float32)
        for n in range(block * block):
            apart[n] += _apart(now[:, n // block, :, n % block], shown, flat)
        apart[-1] += _apart(now.mean(axis=(1, 3), dtype=np.float32), shown, flat)
    nearest = int(apart.argmin())
    return None if nearest == block * block else divmod(nearest, block)


def _apart(now: np.ndarray, shown: np.ndarray, flat: np.ndarray) -> float:
    return float(np.abs(now - shown).sum(where=flat))


def _settle(was: np.ndarray, now: np.ndarray, block: int, known: tuple[int, int] | None) -> None:
    """The blocks of one band, in place."""
    full = FULL_SCALE[now.dtype]
    old, new = _blocks(was, block), _blocks(now, block)
    flat, shown = _flat(old), old[:, 0, :, 0].astype(np.float32)
    if known:
        place = new[:, known[0], :, known[1]]
        place[...] = np.where(flat, old[:, 0, :, 0], place)
        return
    made = new.astype(np.float32)
    for _ in range(TIMES):
        made += np.where(flat, shown - made.mean(axis=(1, 3)), 0)[:, None, :, None]
        if now.dtype != np.float32:
            np.clip(made, 0, full, out=made)
    new[...] = made if now.dtype == np.float32 else np.rint(made)


def _flat(blocks: np.ndarray) -> np.ndarray:
    """Which blocks, rows × columns × 1, nobody has touched since they were made."""
    most = FLAT * FULL_SCALE[blocks.dtype]
    apart = blocks.max(axis=(1, 3)).astype(np.float32) - blocks.min(axis=(1, 3))
    flat: np.ndarray = (apart <= most).all(axis=2, keepdims=True)
    return flat


def _bands(pixels: np.ndarray, found: Mosaic) -> list[slice]:
    """Rows of whole blocks."""
    block = found.block
    step = max(BAND // block, 1) * block
    last = found.top + (pixels.shape[0] - found.top) // block * block
    return [slice(top, min(top + step, last)) for top in range(found.top, last, step)]


def _whole(pixels: np.ndarray, rows: slice, found: Mosaic) -> np.ndarray:
    """These rows of whole blocks' columns."""
    right = found.left + (pixels.shape[1] - found.left) // found.block * found.block
    return pixels[rows, found.left : right]


def _blocks(pixels: np.ndarray, block: int) -> np.ndarray:
    """A view as rows of blocks × rows in one × columns of blocks × columns in one × colours."""
    rows, columns, colours = pixels.shape
    down, across, deep = pixels.strides
    return np.lib.stride_tricks.as_strided(
        pixels,
        (rows // block, block, columns // block, block, colours),
        (block * down, down, block * across, across, deep),
        writeable=pixels.flags.writeable,
    )
