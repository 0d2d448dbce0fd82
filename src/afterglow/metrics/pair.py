"""Two pictures that can be compared."""

from __future__ import annotations

import numpy as np

from afterglow.errors import UnsupportedPicture
from afterglow.image.image import FULL_SCALE, to_unit


def comparable(picture: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both as rows × columns × 3 float32, 0 to 1; an error if one is no picture or their sizes differ."""
    for pixels in (picture, reference):
        if pixels.ndim != 3 or pixels.shape[2] != 3 or 0 in pixels.shape:
            raise UnsupportedPicture(
                f"Pixels of shape {pixels.shape} are not a picture", hint="Give rows × columns × 3 (RGB)."
            )
        if pixels.dtype not in FULL_SCALE:
            raise UnsupportedPicture(
                f"Pixels of type {pixels.dtype} are not understood", hint="Give uint8, uint16 or float32."
            )
    if picture.shape != reference.shape:
        raise UnsupportedPicture(
            f"The pictures differ in size: {_size(picture)} and {_size(reference)}",
            hint="Resize one of them to the size of the other first.",
        )
    return to_unit(picture), to_unit(reference)


def _size(pixels: np.ndarray) -> str:
    return f"{pixels.shape[1]}×{pixels.shape[0]}"
