"""Unsharp masking."""

from __future__ import annotations

import numpy as np

from afterglow.image.image import from_unit, to_unit
from afterglow.image.scratch import BAND_ROWS, bands, release
from afterglow.progress import SILENT, Progress

# A Gaussian of radius 1.2 pixels: edges a photographer calls soft after denoising are about that wide.
KERNEL = np.exp(-0.5 * (np.arange(-3, 4) / 1.2) ** 2).astype(np.float32)
KERNEL /= KERNEL.sum()
REACH = len(KERNEL) // 2
BAND = BAND_ROWS


def sharpen(pixels: np.ndarray, amount: float, canvas: np.ndarray, progress: Progress = SILENT) -> None:
    """Fill `canvas` with `pixels`, their edges steepened by `amount` (0 to 1)."""
    height = pixels.shape[0]
    for top, bottom in progress.over(list(bands(height, BAND))):
        first, last = max(top - REACH, 0), min(bottom + REACH, height)
        band = to_unit(pixels[first:last])
        padding = (REACH - (top - first), REACH - (last - bottom))
        band = np.pad(band, (padding, (REACH, REACH), (0, 0)), mode="edge")
        inner = band[REACH:-REACH, REACH:-REACH]
        detail = inner - _blurred(band)
        # The same step on all channels keeps the hue; a whole unit of amount doubles the contrast of an edge.
        detail = detail.mean(axis=2, keepdims=True)
        canvas[top:bottom] = from_unit(inner + np.float32(2 * amount) * detail, canvas.dtype)
        release(pixels)
        release(canvas)


def _blurred(padded: np.ndarray) -> np.ndarray:
    rows = padded.shape[0] - 2 * REACH
    columns = padded.shape[1] - 2 * REACH
    across = sum(weight * padded[:, shift : shift + columns] for shift, weight in enumerate(KERNEL))
    return np.asarray(sum(weight * across[shift : shift + rows] for shift, weight in enumerate(KERNEL)))
