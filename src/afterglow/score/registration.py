"""Where one picture lies over another: phase correlation of their luma, made finer to parts of a pixel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from afterglow.image import Size, resize
from afterglow.image.geometry import Box
from afterglow.score.sample import luma

LONGEST = 384  # pixels along the reduced pictures in which the place is looked for
SIDE = 384  # of the part in which the place is made finer
PEAKS = 4  # of the phase correlation, that are tried
FEWEST = 0.2  # share of the smaller picture that must be seen in both
SMOOTHING = 4  # pixels along the box whose mean is taken away: slopes of light are alike everywhere
ROUNDS = 6  # of making finer
SETTLED = 0.003  # pixels
WHOLE = 0.02  # pixels
ASTRAY = 1.5  # pixels from the whole-pixel place beyond which making finer has failed
FEWEST_PIXELS = 32  # along a part in which the place can be made finer
EDGE = 8  # pixels at a part's edges that are not looked at


class Place(NamedTuple):
    """How many pixels right and down of the other's corner a picture's corner lies, and how alike they are there.

    `alike` is the correlation of fine structure where they overlap, -1 to 1.
    """

    right: float
    down: float
    alike: float


def placed(picture: np.ndarray, other: np.ndarray) -> Place:
    """Where `picture` lies over `other`, pixels of any depth and of one scale."""
    factor = _factor(picture, other)
    rough = _rough(_fine(_reduced(picture, factor)), _fine(_reduced(other, factor)))
    start = Place(rough.right * factor, rough.down * factor, rough.alike)
    return _finer(picture, other, start) if rough.alike > 0 else start


def unmoved(picture: np.ndarray, other: np.ndarray) -> float:
    """How alike two pictures of one size are as they lie."""
    factor = _factor(picture, other)
    return _alike(_fine(_reduced(picture, factor)), _fine(_reduced(other, factor)), 0, 0)


def overlap(size: Size, other: Size, right: float, down: float) -> Box:
    """The part of `other`, in its pixels, that a picture of `size` lying there covers whole."""
    return Box(
        max(0, int(np.ceil(right))),
        max(0, int(np.ceil(down))),
        min(other.width, int(np.floor(right + size.width))),
        min(other.height, int(np.floor(down + size.height))),
    )


def _rough(here: np.ndarray, there: np.ndarray) -> Place:
    """The place in whole pixels, of two planes' fine structure."""
    rows, columns = (a + b for a, b in zip(here.shape, there.shape, strict=True))
    spectra = np.fft.rfft2(there, (rows, columns)) * np.conj(np.fft.rfft2(here, (rows, columns)))
    sizes = np.abs(spectra)
    likely = np.fft.irfft2(spectra / (sizes + 1e-3 * sizes.mean() + 1e-12), (rows, columns))
    best = Place(0, 0, _alike(here, there, 0, 0))
    for peak in np.argpartition(likely.ravel(), -PEAKS)[-PEAKS:]:
        down, right = divmod(int(peak), columns)
        down -= rows * (down >= there.shape[0])
        right -= columns * (right >= there.shape[1])
        alike = _alike(here, there, right, down)
        if alike > best.alike:
            best = Place(right, down, alike)
    return best


def _finer(picture: np.ndarray, other: np.ndarray, start: Place) -> Place:
    """The place to parts of a pixel, by least squares over the liveliest part that both show."""
    right, down = round(start.right), round(start.down)
    window = _liveliest(other, overlap(_size(picture), _size(other), right, down))
    if min(window.size) < FEWEST_PIXELS:
        return start
    seen, twin = luma(other[window.slices]), luma(picture[window.moved(-right, -down).slices])
    step = _rough(_fine(twin), _fine(seen))
    moved = np.array([step.right, step.down], float)
    inner = slice(EDGE, -EDGE), slice(EDGE, -EDGE)
    along, across = (slope[inner].ravel() for slope in np.gradient(seen))
    wanted = seen[inner].ravel()
    for _ in range(ROUNDS):
        ours = _turned(twin, *moved)[inner].ravel()
        # Light may differ as well: a gain and an offset are found along with the move.
        terms = np.stack([across, along, ours, np.ones_like(ours)], axis=1)
        change = -np.linalg.lstsq(terms.T @ terms, terms.T @ wanted, rcond=None)[0][:2]
        moved += np.clip(change, -1, 1)
        if np.abs(change).max() < SETTLED:
            break
    if np.abs(moved - (step.right, step.down)).max() > ASTRAY:
        moved = np.array([step.right, step.down], float)
    return Place(right + _settled(moved[0]), down + _settled(moved[1]), start.alike)


def _settled(pixels: float) -> float:
    """Whole pixels where it is as good as whole: then nothing needs to be resampled."""
    return float(round(pixels)) if abs(pixels - round(pixels)) < WHOLE else float(pixels)


def _turned(plane: np.ndarray, right: float, down: float) -> np.ndarray:
    """A plane moved by parts of a pixel; its edges come round from the other side."""
    rows, columns = plane.shape
    turn = np.exp(
        -2j * np.pi * (np.fft.fftfreq(rows)[:, None] * down + np.fft.rfftfreq(columns)[None, :] * right)
    )
    moved: np.ndarray = np.fft.irfft2(np.fft.rfft2(plane) * turn, plane.shape)
    return moved


def _liveliest(pixels: np.ndarray, box: Box) -> Box:
    """The window of at most SIDE pixels in which most changes."""
    wide, high = min(SIDE, box.size.width), min(SIDE, box.size.height)
    corners = [
        Box(int(left), int(top), int(left) + wide, int(top) + high)
        for top in np.linspace(box.top, box.bottom - high, 3)
        for left in np.linspace(box.left, box.right - wide, 3)
    ]
    return max(corners, key=lambda window: _unrest(pixels[window.slices]))


def _unrest(pixels: np.ndarray) -> float:
    return float(np.abs(np.diff(luma(pixels[::2]))).mean()) if pixels.shape[1] > 1 else 0.0


def _alike(here: np.ndarray, there: np.ndarray, right: int, down: int) -> float:
    """The correlation of two planes where they overlap; -1 where too little does."""
    box = overlap(_size(here), _size(there), right, down)
    if min(box.size) < 1 or box.size.pixels < FEWEST * min(here.size, there.size):
        return -1.0
    ours, theirs = here[box.moved(-right, -down).slices], there[box.slices]
    size = float(np.linalg.norm(ours) * np.linalg.norm(theirs))
    return float((ours * theirs).sum()) / size if size > 0 else 0.0


def _fine(plane: np.ndarray) -> np.ndarray:
    """What a plane has beside the mean of its surroundings."""
    grown = np.pad(plane.astype(np.float64), (SMOOTHING + 1, SMOOTHING), mode="edge")
    sums = grown.cumsum(axis=0).cumsum(axis=1)
    wide = 2 * SMOOTHING + 1
    means = sums[wide:, wide:] - sums[:-wide, wide:] - sums[wide:, :-wide] + sums[:-wide, :-wide]
    return plane - means / wide**2


def _reduced(pixels: np.ndarray, factor: float) -> np.ndarray:
    return luma(resize(pixels, _size(pixels).scaled(1 / factor), "linear"))


def _factor(picture: np.ndarray, other: np.ndarray) -> float:
    return max(1.0, max(*_size(picture), *_size(other)) / LONGEST)


def _size(pixels: np.ndarray) -> Size:
    return Size(pixels.shape[1], pixels.shape[0])
