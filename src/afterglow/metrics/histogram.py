"""How often each brightness and colour occurs."""

from __future__ import annotations

import numpy as np

from afterglow.image.image import to_unit
from afterglow.metrics.color_spaces import to_hsv, to_lab
from afterglow.metrics.pair import comparable

BINS = 256
LAB_SPANS = np.array([100, 256, 256], np.float32)
LAB_STARTS = np.array([0, 0.5, 0.5], np.float32)


def histogram(pixels: np.ndarray, bins: int = BINS) -> np.ndarray:
    """For each channel, the share of pixels in each of `bins` equal steps from 0 to 1."""
    # Half a step of an 8-bit file must not move a pixel into the neighbouring bin.
    place = np.clip(np.floor(pixels.astype(np.float32) * (bins - 1) + np.float32(0.5)), 0, bins - 1)
    flat = place.astype(np.intp).reshape(-1, pixels.shape[-1])
    counts = [np.bincount(channel, minlength=bins) for channel in flat.T]
    return np.stack(counts) / len(flat)


def histograms(picture: np.ndarray) -> dict[str, np.ndarray]:
    """Histograms of a picture's channels: red, green and blue; hue, saturation and value; L*, a* and b*."""
    unit = to_unit(picture)
    lab = to_lab(unit) / LAB_SPANS + LAB_STARTS
    return {"rgb": histogram(unit), "hsv": histogram(to_hsv(unit)), "lab": histogram(lab)}


def histogram_overlap(picture: np.ndarray, reference: np.ndarray) -> float:
    """The area that both pictures' histograms share, mean of the RGB channels, 1 for equal pictures."""
    unit, wanted = comparable(picture, reference)
    return float(np.minimum(histogram(unit), histogram(wanted)).sum(axis=1).mean())
