"""Drawing or photograph: drawings have flat areas, few colours and edges between two tones."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from afterglow.score.perceptron import weighed
from afterglow.score.sample import LUMA, visible

FILE = Path(__file__).parent / "judge" / "medium.json"
LONGEST = 192  # pixels along the small copy, in which noise, blocks and JPEG's traces hardly show
SAMPLES = 4  # along a pixel of the copy, of which its mean is taken
CELL = 6  # pixels of the copy along a square whose spread is looked at
LIVELY = 24  # luma between the extremes of such a square
NEAR = 0.15  # of that, within which a pixel has the tone of an extreme
SHADES = 16  # steps of each colour in which colours are counted


def drawn(pixels: np.ndarray) -> float:
    """How likely a picture was drawn rather than taken, 0 to 1."""
    return float(1 / (1 + np.exp(-weighed(traits(pixels), FILE)[0])))


def traits(pixels: np.ndarray) -> np.ndarray:
    """What tells the two apart, as numbers of about one size."""
    copy = small(pixels)
    luma = copy @ (LUMA / np.float32(255))
    return np.concatenate([_steps(copy), _cells(copy), _colours(copy), _tones(luma), _detail(luma)])


def small(pixels: np.ndarray) -> np.ndarray:
    """A copy of at most LONGEST pixels along, 0 to 255, each the mean of samples of what it stands for."""
    factor = max(1, -(-max(pixels.shape[:2]) // LONGEST))
    rows, columns = (max(1, side // factor) for side in pixels.shape[:2])
    whole = pixels[: rows * factor, : columns * factor]
    places = range(0, min(factor, *pixels.shape[:2]), max(1, factor // SAMPLES))
    total = np.zeros((rows, columns, 3), np.float32)
    for top in places:
        for left in places:
            total += visible(np.ascontiguousarray(whole[top::factor, left::factor]))
    return total * np.float32(255 / len(places) ** 2)


def _steps(copy: np.ndarray) -> np.ndarray:
    """How unevenly steps between neighbours are spread, how large they are, and how many hardly are any."""
    across = np.abs(np.diff(copy, axis=1, append=copy[:, -1:])).max(axis=2)
    down = np.abs(np.diff(copy, axis=0, append=copy[-1:])).max(axis=2)
    steps = np.maximum(across, down)
    mean = steps.mean() + 0.5
    spread = np.quantile(steps, (0.1, 0.25, 0.5, 0.75, 0.9, 0.97))
    return np.array(
        [*np.log((spread + 0.5) / mean), np.log(mean), *((steps <= n).mean() for n in (1, 2, 4, 8))]
    )


def _cells(copy: np.ndarray) -> np.ndarray:
    """How unevenly liveliness is spread, and in lively cells the share of pixels in one of two tones."""
    rows, columns = (max(1, side // CELL) for side in copy.shape[:2])
    whole = np.resize(copy, (rows * CELL, columns * CELL, 3)) if min(copy.shape[:2]) < CELL else copy
    cut = whole[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL, 3)
    cells = cut.swapaxes(1, 2).reshape(-1, CELL * CELL, 3)
    spreads = cells.std(axis=1).max(axis=1)
    luma = cells @ (LUMA / np.float32(255))
    low, high = luma.min(axis=1, keepdims=True), luma.max(axis=1, keepdims=True)
    lively = (high - low)[:, 0] > LIVELY
    places = (luma - low) / np.maximum(high - low, 1)
    two_toned = ((places < NEAR) | (places > 1 - NEAR)).mean(axis=1)
    quantiles = np.quantile(spreads, (0.1, 0.25, 0.5, 0.75, 0.9))
    return np.array(
        [
            *np.log((quantiles + 0.5) / (spreads.mean() + 0.5)),
            two_toned[lively].mean() if lively.any() else 0.6,
            lively.mean(),
        ]
    )


def _colours(copy: np.ndarray) -> np.ndarray:
    """The share of pixels in the most frequent colours, and how many there are."""
    steps = np.clip(copy * (SHADES / 256), 0, SHADES - 1).astype(np.intp)
    counts = np.bincount((steps @ np.array([SHADES**2, SHADES, 1])).ravel(), minlength=SHADES**3)
    shares = np.sort(counts)[::-1] / counts.sum()
    most = [shares[:few].sum() for few in (1, 4, 16, 64)]
    return np.array([*most, np.log((counts > 0).sum() / np.sqrt(counts.sum()))])


def _tones(luma: np.ndarray) -> np.ndarray:
    """The share of the most frequent tone, of white and of black, the mean and the brightest."""
    shares = np.bincount(np.clip(luma, 0, 255).astype(np.intp).ravel(), minlength=256) / luma.size
    brightest = np.quantile(luma, 0.995)
    return np.array([shares.max(), shares[250:].sum(), shares[:6].sum(), luma.mean() / 255, brightest / 255])


def _detail(luma: np.ndarray) -> np.ndarray:
    """How much more detail each size has than half of it."""
    found = []
    for _ in range(3):
        bends = 4 * luma[1:-1, 1:-1] - luma[:-2, 1:-1] - luma[2:, 1:-1] - luma[1:-1, :-2] - luma[1:-1, 2:]
        found.append(np.log((np.abs(bends).mean() if bends.size else 0.0) + 0.5))
        even = luma[: luma.shape[0] // 2 * 2, : luma.shape[1] // 2 * 2]
        luma = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4
    return np.array([found[0] - found[1], found[1] - found[2]])
