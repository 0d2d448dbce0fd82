"""A session over whole pictures, by the product's own tiling."""

from __future__ import annotations

import numpy as np

from afterglow.enhance.restore import restore
from afterglow.enhance.tiling import tiles_within, whole
from afterglow.enhance.traces import lead_of, trace_of
from afterglow.image.geometry import Size
from afterglow.image.image import Image
from afterglow.models.session import Session

LARGEST_VIEW = 2_000_000  # pixels; what a laptop holds in memory with any of our models


def over_whole_pictures(session: Session, pixels: np.ndarray) -> np.ndarray:
    """What the model makes of a picture of any depth, `scale` times larger, in the same depth."""
    trace = trace_of(Image(pixels), session.card.task)
    lead = lead_of(trace)
    rows, columns = pixels.shape[:2]
    size = Size(columns + lead[0], rows + lead[1])
    grid = tiles_within(size, session.card, LARGEST_VIEW) or whole(size, session.card)
    scale = session.card.scale
    canvas = np.zeros((rows * scale, columns * scale, 3), pixels.dtype)
    restore(pixels, session, grid.led_by(lead), canvas, trace=trace)
    return canvas
