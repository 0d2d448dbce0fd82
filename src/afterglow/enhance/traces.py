"""What a damage left for certain, and how a model is held to it."""

from __future__ import annotations

import numpy as np

from afterglow.enhance.blocks import hold_blocks
from afterglow.enhance.rounding import hold_rounding, rounding_of
from afterglow.image.image import Image
from afterglow.progress import SILENT, Progress
from afterglow.score.frequencies import BLOCK as JPEG_BLOCK
from afterglow.score.pixelation import Mosaic, mosaic
from afterglow.score.quantisation import Rounding

Trace = Rounding | Mosaic
"""How JPEG rounded a picture, or the mosaic it was turned into."""


def trace_of(image: Image, task: str) -> Trace | None:
    """The trace of what a task's model undoes, where there is one.

    The model for JPEG in drawings is not held: what it wants beyond the bounds is mostly right.
    """
    if task == "jpeg-photo":
        return rounding_of(image)
    return mosaic(image.pixels) if task == "mosaic-art" else None


LARGEST_BLOCK = 8  # pixels along the blocks that networks learned to undo


def lead_of(trace: Trace | None) -> tuple[int, int]:
    """How many columns and rows the first blocks lack: networks undo best what begins with a whole block."""
    block = trace.block if isinstance(trace, Mosaic) else JPEG_BLOCK
    if trace is None or block > LARGEST_BLOCK:
        return 0, 0
    return -trace.left % block, -trace.top % block


def hold(
    before: np.ndarray,
    after: np.ndarray,
    trace: Trace,
    strength: float,
    *,
    held: bool,
    progress: Progress = SILENT,
) -> None:
    """Take from `after`, made of `before` at this strength, what the trace excludes; ends that are `held` stay so."""
    if isinstance(trace, Mosaic):
        hold_blocks(before, after, trace, held=held, progress=progress)
    else:
        hold_rounding(before, after, trace, strength, held=held, progress=progress)
