"""Keeping what JPEG's rounding makes likely: no frequency of a block changes by more than rounding mostly took from it.

A file keeps each frequency of an 8×8 block as a multiple of a step, so the picture it was made from lies within
half a step of it, and mostly nearer: rounding to 8 bits has settled the smallest steps anyway. What a network
changes beyond that is its own invention, mostly grain that it took for damage. In a picture that was compressed
twice it need not be: the first time took more than the last one's steps tell, and a network that wants to change
far more than it usually does is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from afterglow.enhance.ends import hold_ends
from afterglow.enhance.hands import on_all_cores
from afterglow.image.image import FULL_SCALE, Image
from afterglow.image.scratch import release
from afterglow.progress import SILENT, Progress
from afterglow.score.combs import chroma_table, table
from afterglow.score.frequencies import BLOCK, basis, product
from afterglow.score.quantisation import BEST, Rounding, rounding

# Measured on photographs at qualities 10 to 95: where a network changes a frequency by a third of its step or more,
# the right change is half a step's `step / (step + HALFWAY)`, whatever the quality, the frequency and the network.
HALFWAY = 20.0
# Colour is noisier than networks think where steps are fine, so it is held tighter there.
COLOUR_HALFWAY = 40.0
FINE_COLOUR = 0.4  # of the middle bound: how far colour may change in detail that halved colours have none of
COLOURFUL = 0.8  # how far neighbouring colours differ, in steps of 255, where these bounds hold for colour; below, less

# The share of a network's change, as energy, that the bounds leave: nearly all photographs compressed once have
# this at qualities 97, 95, 93, 90, 85, 80, 70, 60 and 40, and from 80 on few that were compressed twice.
MIDDLE_STEPS = (3, 6, 8, 11, 17, 22, 34, 45, 70)
USUAL = (0.03, 0.055, 0.11, 0.2, 0.33, 0.41, 0.52, 0.58, 0.68)
UNHELD = 0.75  # of the usual share, at which nothing is held any more

UNIT = 2 * BLOCK  # rows and columns that halved colours go by
BAND = 4 * UNIT  # rows that are looked at together
LOOKED_AT = 8  # bands at most from which the share is told

# RGB to luma and the two colour differences of JPEG, and back, with what is not 0.
TO_YCC = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))
TO_RGB = (((0, 1.0), (2, 1.402)), ((0, 1.0), (1, -0.344136), (2, -0.714136)), ((0, 1.0), (1, 1.772)))


def rounding_of(image: Image) -> Rounding | None:
    """How a picture was last rounded: its pixels know, or the file where steps are too fine to be seen in them."""
    found = rounding(image.pixels)
    told = image.origin.quality if image.origin.format == "jpeg" and not image.origin.turned else None
    return Rounding(told, 0, 0, 0.0, True) if found is None and told and told > BEST else found


def hold_rounding(
    before: np.ndarray,
    after: np.ndarray,
    rounded: Rounding,
    strength: float = 1.0,
    *,
    held: bool = False,
    progress: Progress = SILENT,
) -> None:
    """Take from `after`, made of `before` at this strength, what its rounding makes unlikely.

    Where its ends are `held`, they stay so.
    """
    bounds = _Bounds(rounded, strength)
    bounds.keep_gray(before)
    hold = _hold(before, after, bounds)
    if hold == 0:
        return

    def settle(rows: slice) -> None:
        """The units of some rows; the first rows may begin above the picture."""
        inside = slice(max(rows.start, 0), rows.stop)
        was, now = before[inside], after[inside]
        _take(now, bounds.excess(_change(was, now), rows.start), hold)
        if held:
            hold_ends(was, now)
        release(before)
        release(after)

    on_all_cores(settle, [slice(top, top + UNIT) for top in bounds.tops(len(before), UNIT)], progress)


class _Bounds:
    """How far each frequency may change, in steps of 255, and where the blocks lie."""

    def __init__(self, rounded: Rounding, strength: float) -> None:
        self.rounded = rounded
        self.luma = _bound(table(rounded.quality), HALFWAY) * np.float32(strength)
        self.chroma = _bound(chroma_table(rounded.quality), COLOUR_HALFWAY) * np.float32(strength)
        self.fine = np.float32(FINE_COLOUR) * np.median(self.chroma)
        self.usual = float(np.interp(np.median(table(rounded.quality)), MIDDLE_STEPS, USUAL))

    def keep_gray(self, before: np.ndarray) -> None:
        """Let colour change less where there is hardly any: what rounding took from none is none."""
        bands = [before[max(top, 0) : top + BAND] for top in self.looked_at(len(before))]
        share = np.float32(min(float(np.mean([_colourful(band) for band in bands])) / COLOURFUL, 1) ** 2)
        self.chroma, self.fine = self.chroma * share, self.fine * share

    def looked_at(self, rows: int) -> range:
        """Where the bands begin that stand for all."""
        tops = self.tops(rows, BAND)
        return tops[:: -(-len(tops) // LOOKED_AT)]

    def tops(self, rows: int, band: int) -> range:
        """Where bands of whole units begin; the first may begin above the picture."""
        return range(self.rounded.top - BLOCK if self.rounded.top else 0, rows, band)

    def whole(self, plane: np.ndarray, top: int) -> tuple[np.ndarray, tuple[slice, slice]]:
        """A band's plane grown to whole units, and where in it the band lies."""
        above = max(-top, 0)
        left = UNIT - self.rounded.left if self.rounded.left else 0
        rows, columns = plane.shape
        below, right = -(above + rows) % UNIT, -(left + columns) % UNIT
        inner = (slice(above, above + rows), slice(left, left + columns))
        if above or left or below or right:
            plane = np.pad(plane, ((above, below), (left, right)), mode="edge")
        return plane, inner

    def excess(self, change: list[np.ndarray], top: int) -> list[np.ndarray]:
        """What of a band's change, in luma and colour differences, goes beyond the bounds."""
        luma, inner = self.whole(change[0], top)
        found = [_unblocked(_beyond(_blocked(luma), self.luma), luma.shape)[inner]]
        for each in change[1:]:
            colour, _ = self.whole(each, top)
            halved = _halved(colour)
            colour = _beyond(colour - _doubled(halved), self.fine)
            colour += _doubled(_unblocked(_beyond(_blocked(halved), self.chroma), halved.shape))
            found.append(colour[inner])
        return found

    def energies(self, luma: np.ndarray, top: int) -> tuple[float, float]:
        """Of a band's change in luma: what the bounds leave, and all."""
        found = _blocked(self.whole(luma, top)[0])
        left = np.clip(found, -self.luma, self.luma)
        return float(np.vdot(left, left)), float(np.vdot(found, found))


def _hold(before: np.ndarray, after: np.ndarray, bounds: _Bounds) -> float:
    """How far to hold to the bounds, 0 to 1: as far as the network changes about as much as it usually does."""
    left = whole = 0.0
    for top in bounds.looked_at(len(before)):
        rows = slice(max(top, 0), top + BAND)
        inside, energy = bounds.energies(_change(before[rows], after[rows], LUMA_ONLY)[0], top)
        left, whole = left + inside, whole + energy
    share = left / whole if whole else 1.0
    return float(np.clip((share / bounds.usual - UNHELD) / (1 - UNHELD), 0, 1))


def _bound(steps: np.ndarray, halfway: float) -> np.ndarray:
    bound: np.ndarray = (steps * steps / (2 * (steps + halfway))).astype(np.float32)
    return bound.ravel()


def _colourful(pixels: np.ndarray) -> float:
    """How far neighbouring colours of a band differ, in steps of 255; a band without neighbours counts as colourful."""
    if min(pixels.shape[:2]) < 2 * UNIT:
        return COLOURFUL
    whole = pixels[: len(pixels) // 2 * 2, : pixels.shape[1] // 2 * 2]
    colours = _change(np.zeros_like(whole), whole, TO_YCC[1:])
    steps = [np.diff(_halved(each), axis=1) for each in colours]
    return float(np.mean([np.sqrt(np.mean(each * each)) for each in steps]))


LUMA_ONLY = TO_YCC[:1]
DIFFERENCE = {np.dtype(np.uint8): np.int16, np.dtype(np.uint16): np.int32, np.dtype(np.float32): np.float32}


def _change(
    before: np.ndarray, after: np.ndarray, wanted: Sequence[Sequence[float]] = TO_YCC
) -> list[np.ndarray]:
    """Planes of luma and colour differences, in steps of 255. One by one: colour by colour is many times slower."""
    scale = 255 / FULL_SCALE[before.dtype]
    with np.errstate(invalid="ignore"):
        change = np.subtract(after, before, dtype=DIFFERENCE[before.dtype])
    if change.dtype == np.float32:
        # What is no number, or has no end, did not change.
        np.nan_to_num(change, copy=False, posinf=0, neginf=0)
    colours = [change[:, :, n].astype(np.float32) for n in range(3)]
    return [_sum((weight * scale, colours[n]) for n, weight in enumerate(weights)) for weights in wanted]


def _take(now: np.ndarray, excess: list[np.ndarray], hold: float) -> None:
    """Take so much of an excess from pixels."""
    full = FULL_SCALE[now.dtype]
    for n, parts in enumerate(TO_RGB):
        less = now[:, :, n] - _sum((weight * hold * full / 255, excess[part]) for part, weight in parts)
        now[:, :, n] = (
            less if now.dtype == np.float32 else np.clip(np.rint(less, out=less), 0, full, out=less)
        )


def _sum(parts: Iterable[tuple[float, np.ndarray]]) -> np.ndarray:
    (weight, plane), *others = parts
    total: np.ndarray = plane * np.float32(weight)
    for weight, plane in others:
        total += plane * np.float32(weight)
    return total


def _beyond(values: np.ndarray, bound: np.ndarray | np.float32) -> np.ndarray:
    beyond: np.ndarray = values - np.clip(values, -bound, bound)
    return beyond


def _halved(plane: np.ndarray) -> np.ndarray:
    halved: np.ndarray = plane[0::2, 0::2] + plane[0::2, 1::2]
    halved += plane[1::2, 0::2]
    halved += plane[1::2, 1::2]
    halved *= np.float32(0.25)
    return halved


def _blocked(plane: np.ndarray) -> np.ndarray:
    """The DCT of a plane of whole blocks, blocks × frequencies."""
    rows, columns = plane.shape
    blocks = plane.reshape(rows // BLOCK, BLOCK, columns // BLOCK, BLOCK).swapaxes(1, 2)
    return product(blocks.reshape(-1, BLOCK * BLOCK), basis())


def _unblocked(found: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The plane of this shape back from its frequencies."""
    rows, columns = shape
    blocks = product(found, basis().T).reshape(rows // BLOCK, columns // BLOCK, BLOCK, BLOCK)
    return blocks.swapaxes(1, 2).reshape(rows, columns)


def _doubled(plane: np.ndarray) -> np.ndarray:
    return plane.repeat(2, axis=1).repeat(2, axis=0)  # the other way round takes twice as long
