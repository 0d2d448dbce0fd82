"""What Python users call: plain functions over the rooms below."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import numpy as np

from afterglow.enhance.enhance import enhance as enhance_image
from afterglow.enhance.recipe import Recipe
from afterglow.errors import UnsupportedPicture
from afterglow.image import Image, read, write
from afterglow.models.store import list_models as models
from afterglow.progress import SILENT, Progress
from afterglow.score.compare import Comparison
from afterglow.score.compare import compare as compare_images
from afterglow.score.recommend import Recommendation
from afterglow.score.recommend import recommend as recommend_image
from afterglow.score.score import Score
from afterglow.score.score import score as score_image

__all__ = ["as_image", "compare", "enhance", "models", "read", "recommend", "score", "write"]


def enhance(source: Any, *, progress: Progress = SILENT, **options: Any) -> Image:
    """A better picture of `source`: a path, an `Image`, a Pillow image, or a uint8, uint16 or float array.

    The options are the fields of `Recipe`: `model`, `quality`, `strength`, `scale` and so on. The result has the
    depth of the source in `.pixels`, and `.save(path)`; `.notes` says what ran and what could not be kept.
    """
    made = enhance_image(as_image(source), Recipe(**options), progress)
    who = f"{made.model} on {made.engine} {made.precision}" if made.model else "left alone"
    return made.image.with_notes(f"{who}: {made.reason}", *made.notes)


def score(source: Any) -> Score:
    """How good a picture looks, 0 to 100, with its uncertainty and a map; `source` as for `enhance`."""
    return score_image(as_image(source))


def recommend(source: Any) -> Recommendation:
    """What is wrong with a picture and which model helps; `.model` is None for a picture best left alone."""
    return recommend_image(as_image(source))


def compare(a: Any, b: Any, reference: Any = None) -> Comparison:
    """Which of two pictures is better, beside a reference if there is one; `.better` is "a", "b" or ""."""
    return compare_images(as_image(a), as_image(b), None if reference is None else as_image(reference))


def as_image(source: Any) -> Image:
    """Whatever a caller may hold, as an `Image`."""
    if isinstance(source, Image):
        return source
    if isinstance(source, str | os.PathLike):
        return read(source)
    if isinstance(source, np.ndarray):
        return _from_array(source)
    if hasattr(source, "tobytes") and hasattr(source, "mode"):
        return _from_pillow(source)
    raise UnsupportedPicture(
        f"A {type(source).__name__} is not a picture",
        hint="Give a path, an Image, a Pillow image or an array of rows × columns × 3.",
    )


def _from_array(array: np.ndarray) -> Image:
    """Rows × columns, or rows × columns × 1 to 4: gray, gray and alpha, RGB, RGB and alpha."""
    depth = np.dtype(np.float32) if array.dtype.kind == "f" else array.dtype.newbyteorder("=")
    pixels = array.astype(depth, copy=False)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.ndim != 3 or pixels.shape[2] not in (1, 2, 3, 4):
        raise UnsupportedPicture(
            f"An array of shape {array.shape} is not a picture", hint="Give rows × columns × 3, RGB."
        )
    colour = pixels.shape[2] - (pixels.shape[2] % 2 == 0)
    alpha = np.ascontiguousarray(pixels[:, :, -1]) if colour < pixels.shape[2] else None
    rgb = np.repeat(pixels[:, :, :1], 3, axis=2) if colour == 1 else np.array(pixels[:, :, :3])
    return Image(rgb, alpha=alpha, gray=colour == 1)


def _from_pillow(picture: Any) -> Image:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I;16") or upright.mode == "F":
        image = _from_array(np.array(upright))
    elif upright.mode == "I":
        image = _from_array(_in_16_bits(np.array(upright)))
    else:
        mode = KEPT_MODES.get(upright.mode, "RGBA" if "transparency" in upright.info else "RGB")
        image = _from_array(np.array(upright.convert(mode)))
    exif = upright.getexif()
    # Inks and Lab were converted to sRGB: their profile says nothing of the pixels any more.
    profile = None if upright.mode in ("CMYK", "LAB") else upright.info.get("icc_profile")
    return replace(image, profile=profile, exif=exif.tobytes() if exif else None)


KEPT_MODES = {
    "1": "L", "L": "L", "LA": "LA", "La": "LA", "PA": "RGBA", "RGB": "RGB", "RGBA": "RGBA", "RGBa": "RGBA",
}  # fmt: skip
"""What Pillow converts a mode to without a loss; all others become RGB, with alpha where a colour is transparent."""


def _in_16_bits(values: np.ndarray) -> np.ndarray:
    """The 32 bits in which Pillow holds pictures of 16."""
    if values.min() < 0 or values.max() > 65535:
        raise UnsupportedPicture(
            f"Pixels of type {values.dtype} are not understood", hint="Give uint8, uint16 or float32."
        )
    return values.astype(np.uint16)
