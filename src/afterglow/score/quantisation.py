"""JPEG's rounding found in the pixels, whatever the file says: brightness that changes in steps of a table.

JPEG rounds the 64 frequencies of every 8×8 block to multiples of the steps in its table. Decoding and
rounding to 8 bits leaves them within half a unit of those multiples, so the table stands in the histogram of
each frequency like the teeth of a comb, even after the picture was stored as PNG. A step's likelihood is that
of a comb with such teeth beside that of no comb at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from afterglow.score.sample import Place, places

BLOCK = 8
BIN = 0.2  # width of a histogram's bin, in units of an orthonormal DCT of 0…255
BINS = 2048
SMALLEST = 1.5  # smaller coefficients are as often rounding noise of flat places as teeth
CLEAR_OF_ZERO = 3.5  # tooth widths; noise where white is cut off lies nearer to zero, and fits any wide comb
TOOTH = 0.42  # standard deviation of a tooth, from rounding YCbCr and RGB to 8 bits; measured
CLIPPED_TOOTH = 2.5  # in blocks where colours beyond black or white were cut off
FAR_TEETH = 4  # widths from which a tooth is not felt any more
STRAY = 0.04  # share of coefficients that clipping or editing moved anywhere
BESIDE = -2.0  # nats of a coefficient, on average, where most lie between the teeth
AGAINST = 0.4  # how much more what lies between the teeth counts, where it is clear of zero
STEEPEST = 255  # the widest step looked for
BEST = 97  # of higher qualities no trace is left after rounding to 8 bits
LOWEST = 5  # below, most steps are as wide as a comb can be, and flat or noisy pictures look like one
FEWEST = 24  # nats in favour of the comb: 1 in 10¹⁰ by chance, were coefficients independent
FIT = 0.05  # share of the nats that an untouched JPEG of that quality would bring
LIKE = 0.75  # a table is like libjpeg's if its steps are within this factor
# Steps this wide fit the few edges of a flat drawing, or noise on white, by chance.
COARSE, COARSE_FIT = 8, 0.6
GOOD_FIT = 0.4  # beyond it no other grid is tried
FEWEST_NEAR, FIT_NEAR = 150, 0.35  # more is asked where the table itself is guessed
QUICK = 128  # side in pixels of the places in which all 64 grids are tried
QUICK_BINS = 512  # of coefficients that are looked at there
ALONE = 64**3  # multiplications that OpenBLAS leaves to one thread

# A block's mean shows rounding too, but clipping and flat areas show in it more.
ALL = np.arange(1, BLOCK * BLOCK)
SLOW = np.array([1, 2, 3, 8, 9, 10, 16, 17, 24])  # frequencies where every picture has something

# The luma table of the JPEG standard's annex K, in rows.
STANDARD = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ]
)
# The one for colours; all its other steps are 99.
STANDARD_CHROMA = np.full((BLOCK, BLOCK), 99)
STANDARD_CHROMA[:4, :4] = [[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]]


@dataclass(frozen=True)
class Rounding:
    """The JPEG table that the pixels were last rounded with, as a quality, and where its blocks start."""

    quality: int
    left: int
    top: int
    evidence: float  # how well it fits, 0 to about 1: every coefficient where the table puts it
    standard: bool  # whether the table is one of libjpeg's
    nats: float = 0.0  # in its favour


def rounding(pixels: np.ndarray) -> Rounding | None:
    """The last JPEG rounding of a picture, or None where no trace is left."""
    if min(pixels.shape[:2]) < 4 * BLOCK:
        return None
    return rounding_in(places(pixels))


def rounding_in(squares: list[Place]) -> Rounding | None:
    """The same of a picture's squares."""
    found = _rounding_at(squares, 0, 0)
    if found and found.evidence > GOOD_FIT:
        return found
    elsewhere = [_rounding_at(squares, *grid) for grid in likeliest_grids(squares)]
    return max([rounding for rounding in (found, *elsewhere) if rounding], key=_nats_of, default=None)


def likeliest_grids(squares: list[Place], most: int = 2) -> list[tuple[int, int]]:
    """The rows and columns, 0 to 7, where JPEG's blocks most likely start."""
    lively = sorted(squares, key=lambda square: -float(np.abs(np.diff(square.luma[::4])).mean()))[:6]
    quick = [Place(*(plane[:QUICK, :QUICK] for plane in square)) for square in lively]
    grids = [(top, left) for top in range(BLOCK) for left in range(BLOCK)]
    nats = {grid: float(_likelihoods(quick, *grid, SLOW, QUICK_BINS)[0].max()) for grid in grids}
    return sorted(grids, key=lambda grid: -nats[grid])[:most]


def _nats_of(found: Rounding) -> float:
    return found.nats


def table(quality: int) -> np.ndarray:
    """The luma steps of libjpeg at a quality of 1 to 100, 8×8."""
    return _scaled(STANDARD, quality)


def chroma_table(quality: int) -> np.ndarray:
    """The steps of both colour differences, likewise."""
    return _scaled(STANDARD_CHROMA, quality)


def _scaled(standard: np.ndarray, quality: int) -> np.ndarray:
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    return np.clip((standard * scale + 50) // 100, 1, 255).astype(int)


def coefficients(luma: np.ndarray, top: int = 0, left: int = 0, frequencies: np.ndarray = ALL) -> np.ndarray:
    """The orthonormal DCT of a plane's whole blocks from a grid on, blocks × frequencies."""
    return product(_blocks(luma, top, left).reshape(-1, BLOCK * BLOCK), basis()[:, frequencies])


def product(rows: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """`rows @ matrix`, so few at a time that this thread computes them itself.

    OpenBLAS has threads of its own for larger products. They wait for each other by spinning, and where other work
    wants the cores too they took six times the processor time.
    """
    found = np.empty((len(rows), matrix.shape[1]), np.float32)
    few = ALONE // matrix.size
    for first in range(0, len(rows), few):
        np.matmul(rows[first : first + few], matrix, out=found[first : first + few])
    return found


def _blocks(plane: np.ndarray, top: int, left: int) -> np.ndarray:
    rows, columns = (plane.shape[0] - top) // BLOCK, (plane.shape[1] - left) // BLOCK
    whole = plane[top : top + rows * BLOCK, left : left + columns * BLOCK]
    return whole.reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2).reshape(-1, BLOCK, BLOCK)


def _rounding_at(squares: list[Place], top: int, left: int) -> Rounding | None:
    by_quality, by_step, most = _likelihoods(squares, top, left)
    quality = int(by_quality.argmax()) + 1
    best, fit = float(by_quality[quality - 1]), float((by_quality / most)[quality - 1])
    if best >= FEWEST and fit >= (FIT if quality >= COARSE else COARSE_FIT) and quality <= BEST:
        return Rounding(quality, left, top, fit, True, best)
    by_quality = _near_tables(by_step)
    quality = int(by_quality.argmax()) + 1
    best, fit = float(by_quality[quality - 1]), float((by_quality / most)[quality - 1])
    if best >= FEWEST_NEAR and fit >= FIT_NEAR and COARSE < quality <= BEST:
        return Rounding(quality, left, top, fit, False, best)
    return None


def _near_tables(by_step: np.ndarray) -> np.ndarray:
    """Nats in favour of tables like libjpeg's at each quality: cameras and editors have their own."""
    nearby = np.stack(
        [
            by_step[:, max(1, int(step * LIKE)) : max(2, int(step / LIKE)) + 1].max(axis=1)
            - np.log(max(1, step / LIKE - step * LIKE))
            for step in range(1, STEEPEST + 1)
        ],
        axis=1,
    )
    by_quality: np.ndarray = nearby[np.arange(len(ALL)), _tables()[:, ALL] - 1].sum(axis=1)
    return by_quality


def _likelihoods(
    squares: list[Place], top: int, left: int, frequencies: np.ndarray = ALL, bins: int = BINS
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nats in favour of each quality and of each step of each frequency, and what each quality could have."""
    found = np.concatenate([coefficients(square.luma, top, left, frequencies) for square in squares])
    clipped = np.concatenate(
        [_blocks(square.clipped, top, left).reshape(-1, BLOCK * BLOCK).any(axis=1) for square in squares]
    )
    by_step = np.zeros((len(frequencies), STEEPEST + 1), np.float32)
    by_clear_step, by_uncut_step = by_step.copy(), by_step.copy()
    most = np.full(100, 1e-9)
    tables = _tables()[:, frequencies]
    whole, uncut = found[~clipped], 0.0
    for chosen, tooth in ((whole, TOOTH), (found[clipped], CLIPPED_TOOTH)):
        if len(chosen):
            counts = _histograms(chosen, bins)
            combs = _combs(tooth)[:bins]
            clear = int(CLEAR_OF_ZERO * tooth / BIN)
            found_clear = _nats(counts[:, clear:], combs[clear:])
            by_clear_step += found_clear
            by_step += _nats(counts[:, :clear], combs[:clear]) + found_clear
            if chosen is whole:
                by_uncut_step += by_step
                uncut = float(counts.sum())
            # What a coefficient on its tooth brings, less the half nat that lies in a tooth's width.
            sure = np.log(np.maximum(tables / (np.hypot(tooth, BIN / 3.5) * np.sqrt(2 * np.pi)), 1)) - 0.5
            most += np.maximum(sure, 0) @ counts.sum(axis=1)
    each = np.arange(len(frequencies))
    against = np.minimum(by_clear_step[each, tables].sum(axis=1), 0)
    by_quality = by_step[each, tables].sum(axis=1) + AGAINST * against
    # Noise on ground that is cut off lies near zero, where every wide step has a tooth: other blocks know better.
    if uncut > len(whole):
        by_quality[by_uncut_step[each, tables].sum(axis=1) < BESIDE * uncut] = -np.inf
    by_quality[: LOWEST - 1] = -np.inf
    return by_quality, by_step, most


def _nats(counts: np.ndarray, combs: np.ndarray) -> np.ndarray:
    """`counts @ combs`, so few bins at a time that this thread computes them itself, as in `product`."""
    nats = np.zeros((len(counts), combs.shape[1]), np.float32)
    few = ALONE // nats.size
    for first in range(0, len(combs), few):
        nats += counts[:, first : first + few] @ combs[first : first + few]
    return nats


def _histograms(found: np.ndarray, bins: int = BINS) -> np.ndarray:
    """How often each size occurs in each frequency, without the sizes that tell nothing."""
    places = (np.abs(found) * np.float32(1 / BIN) + np.float32(0.5)).astype(np.int32)
    np.minimum(places, bins - 1, out=places)
    wide = found.shape[1]
    places += np.arange(wide, dtype=np.int32) * bins
    counts = np.bincount(places.ravel(), minlength=wide * bins).reshape(wide, bins)
    counts[:, : int(SMALLEST / BIN)] = 0
    counts[:, -1] = 0
    return counts.astype(np.float32)


@cache
def _tables() -> np.ndarray:
    return np.stack([table(quality).ravel() for quality in range(1, 101)])


@cache
def _combs(tooth: float) -> np.ndarray:
    """For each bin, the log likelihood under a comb of each step, 0 to STEEPEST, beside no comb."""
    values = np.arange(BINS) * BIN
    width = np.hypot(tooth, BIN / 3.5)  # a bin blurs the tooth a little
    combs = np.zeros((BINS, STEEPEST + 1), np.float32)
    for step in range(1, STEEPEST + 1):
        beside = np.abs(values - np.rint(values / step) * step)
        reach = int(np.ceil(FAR_TEETH * width / step))
        teeth = sum(np.exp(-0.5 * ((beside + n * step) / width) ** 2) for n in range(-reach, reach + 1))
        density = step * teeth / (width * np.sqrt(2 * np.pi))
        combs[:, step] = np.log((1 - STRAY) * density + STRAY)
    return combs


@cache
def basis() -> np.ndarray:
    """The orthonormal DCT of a block as one matrix, pixels × frequencies."""
    frequency, place = np.mgrid[0:BLOCK, 0:BLOCK]
    wave = np.cos(np.pi * (2 * place + 1) * frequency / (2 * BLOCK)) / 2
    wave[0] /= np.sqrt(2)
    return np.kron(wave, wave).T.astype(np.float32)
