"""Every metric, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from afterglow.metrics.color_shift import color_shift
from afterglow.metrics.delta_e import delta_e
from afterglow.metrics.edges import edge_similarity
from afterglow.metrics.histogram import histogram_overlap
from afterglow.metrics.ms_ssim import ms_ssim
from afterglow.metrics.psnr import psnr, psnr_y
from afterglow.metrics.psnr_b import psnr_b
from afterglow.metrics.snr import snr
from afterglow.metrics.ssim import ssim


@dataclass(frozen=True)
class Metric:
    """How good a picture is beside its reference: rows × columns × 3, uint8, uint16 or float32 0 to 1."""

    measure: Callable[[np.ndarray, np.ndarray], float]
    unit: str
    better: Literal["higher", "lower"]
    title: str


METRICS: dict[str, Metric] = {
    "psnr": Metric(psnr, "dB", "higher", "PSNR"),
    "psnr_y": Metric(psnr_y, "dB", "higher", "PSNR of luma"),
    "psnr_b": Metric(psnr_b, "dB", "higher", "PSNR-B"),
    "ssim": Metric(ssim, "", "higher", "SSIM"),
    "ms_ssim": Metric(ms_ssim, "", "higher", "MS-SSIM"),
    "delta_e": Metric(delta_e, "ΔE2000", "lower", "Colour difference"),
    "color_shift": Metric(color_shift, "ΔE2000", "lower", "Colour shift"),
    "snr": Metric(snr, "σ/σ", "higher", "Signal to noise"),
    "edges": Metric(edge_similarity, "", "higher", "Edge similarity"),
    "histogram": Metric(histogram_overlap, "", "higher", "Histogram overlap"),
}
