"""Moving a picture by the vectors of its blocks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

LAP = 2  # pixels by which a block reaches into its neighbours, so that no seam shows
STEPS = 4  # positions told apart within a pixel
MARGIN = LAP + 2  # pixels that a block reads around itself, two of them to interpolate

# Catmull and Rom's cubic through four neighbours, for each position between the middle two.
_T = np.arange(STEPS)[:, None] / STEPS
TAPS = np.hstack(
    [-_T + 2 * _T**2 - _T**3, 2 - 5 * _T**2 + 3 * _T**3, _T + 4 * _T**2 - 3 * _T**3, -(_T**2) + _T**3]
).astype(np.float32) / np.float32(2)  # fmt: skip


def moved(picture: np.ndarray, vectors: np.ndarray, block: int) -> np.ndarray:
    """What `picture` (H×W×C) shows where `vectors` (rows × columns × (down, right), in pixels) point to.

    Each block of the result is fetched from its own place moved by its vector; neighbours fade into one another.
    """
    height, width, channels = picture.shape
    # Neighbours beyond the border, so that every block fades into something.
    quarters = np.rint(np.pad(vectors, ((1, 1), (1, 1), (0, 0)), mode="edge") * STEPS).astype(np.int64)
    rows, columns = quarters.shape[:2]
    size = block + 2 * LAP
    around = block + MARGIN
    beyond = (rows - 2) * block - height, (columns - 2) * block - width
    padded = np.pad(
        picture, ((around, around + beyond[0]), (around, around + beyond[1]), (0, 0)), mode="edge"
    )
    whole, part = np.divmod(quarters, STEPS)
    tops = np.arange(rows)[:, None] * block + whole[:, :, 0] + MARGIN - LAP - 1
    lefts = np.arange(columns)[None] * block + whole[:, :, 1] + MARGIN - LAP - 1
    tops = np.clip(tops, 0, padded.shape[0] - size - 3)
    lefts = np.clip(lefts, 0, padded.shape[1] - size - 3)
    views = sliding_window_view(padded, (size + 3, size + 3, channels))[:, :, 0]
    fade = _fade(block, channels)
    result = np.zeros((rows * block + 2 * LAP, (columns - 2) * block, channels), np.float32)
    for row in range(rows):
        patches = _between(views[tops[row], lefts[row]], part[row])
        patches = patches * fade
        strip = _side_by_side(patches.reshape(columns, size, -1, channels)[:, :, :size], block)
        result[row * block : row * block + size] += strip
    top = block + LAP
    return result[top : top + height, :width]


def _between(patches: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Patches at their fractions of a pixel, each as one row of numbers.

    They lose the three rows that interpolation looks at; of the columns, the last three of each row mean nothing.
    """
    count, side, _, channels = patches.shape
    flat = patches.reshape(count, -1)
    # The last row misses what follows it only where nothing is meant.
    down = _mixed(flat, part[:, 0], side * channels, beyond=3 * channels)
    return _mixed(down, part[:, 1], channels)


def _mixed(flat: np.ndarray, fractions: np.ndarray, step: int, beyond: int = 0) -> np.ndarray:
    """Four neighbours, `step` numbers apart, mixed for each row's fraction; zeros follow where asked."""
    length = flat.shape[1] - 3 * step
    if not fractions.any() and not beyond:
        return flat[:, step : step + length]
    mixed = np.empty((len(flat), length + beyond), np.float32)
    mixed[:, length:] = 0
    if fractions.any():
        row, number = flat.strides
        taps = as_strided(flat, (len(flat), 4, length), (row, step * number, number))
        np.einsum("bt,btn->bn", TAPS[fractions], taps, out=mixed[:, :length])
    else:
        mixed[:, :length] = flat[:, step : step + length]
    return mixed


def _fade(block: int, channels: int) -> np.ndarray:
    """What each number of a patch weighs, as one row."""
    ramp = (np.arange(2 * LAP, dtype=np.float32) + 0.5) / (2 * LAP)
    side = np.concatenate([ramp, np.ones(block - 2 * LAP, np.float32), ramp[::-1]])
    return np.repeat(np.outer(side, np.append(side, np.zeros(3, np.float32))).ravel(), channels)


def _side_by_side(patches: np.ndarray, block: int) -> np.ndarray:
    """A row of faded patches as one strip; the first and the last lend only their borders."""
    strip = patches[1:-1, :, LAP:-LAP].copy()
    strip[:, :, :LAP] += patches[:-2, :, -LAP:]
    strip[:, :, -LAP:] += patches[2:, :, :LAP]
    size, channels = strip.shape[1], strip.shape[3]
    return strip.transpose(1, 0, 2, 3).reshape(size, -1, channels)
