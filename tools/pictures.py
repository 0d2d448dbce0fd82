"""Draws the pictures in docs/pictures: a night street stored as a poor JPEG, and what Afterglow makes of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

import afterglow
from afterglow_lab.data.scenes import scene

FOLDER = Path(__file__).resolve().parents[1] / "docs/pictures"
QUALITY = 12
DETAILS = ((40, 250), (560, 230))  # left and top of the details shown
DETAIL, ZOOM = 240, 2


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    source = FOLDER / "street.jpg"
    Image.fromarray(scene("street", 2, 1280, 720)).save(source, quality=QUALITY, subsampling="4:2:0")
    before = np.asarray(Image.open(source))
    after = afterglow.enhance(source, model="jpeg-photo", engine="onnxruntime", precision="f32").pixels
    rows = [np.hstack([detail(before, *place), detail(after, *place)]) for place in DETAILS]
    sheet = Image.fromarray(np.vstack(rows))
    line = ImageDraw.Draw(sheet)
    line.line((sheet.width // 2, 0, sheet.width // 2, sheet.height), fill=(255, 255, 255), width=3)
    sheet.save(FOLDER / "before-after.png", optimize=True)


def detail(pixels: np.ndarray, left: int, top: int) -> np.ndarray:
    """A square of the picture, each pixel shown as a block."""
    cut = pixels[top : top + DETAIL, left : left + DETAIL]
    return cut.repeat(ZOOM, axis=0).repeat(ZOOM, axis=1)


if __name__ == "__main__":
    main()
