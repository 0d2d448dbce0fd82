"""A picture as the screen wants it: in 8 bits, in the screen's colours, and in every smaller size.

It is made in a thread and drawn in the window's. A plain 8-bit sRGB picture is drawn from its own memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColorSpace, QImage, QPainter

from afterglow.image import Image, Size, bands, new_canvas, release, resize
from afterglow.progress import SILENT, Progress

SMALLEST = 256  # pixels along the longer side below which no smaller size is kept
ROWS = 64  # so few that Python's lock is never held for long
ALONE = (
    1 << 16
)  # pixels: of more, Qt lets threads of its own do a part, and holds the lock while it waits for them
SHARP = 2.0  # screen pixels for one of the picture's from which they are shown as squares


@dataclass(frozen=True, eq=False)
class Raster:
    """`levels` are the picture, its half, its quarter …; each draws from the array beside it."""

    image: Image
    screen: bytes | None  # the profile of the screen that it was made for
    levels: tuple[tuple[np.ndarray, QImage], ...]

    @property
    def size(self) -> Size:
        return self.image.size

    @property
    def pixels(self) -> np.ndarray:
        """The picture in the screen's colours: rows × columns × 3 or, with alpha, 4."""
        return self.levels[0][0]

    def draw(self, painter: QPainter, place: QRectF, seen: QRectF, ratio: float = 1.0) -> None:
        """Paint what `seen` (in the painter's coordinates) shows of the picture that fills `place` there."""
        part = place.intersected(seen)
        if part.isEmpty():
            return
        zoom = place.width() / self.size.width * ratio
        level = 0
        while level + 1 < len(self.levels) and zoom <= 0.5 ** (level + 1):
            level += 1
        image = self.levels[level][1]
        across, down = image.width() / place.width(), image.height() / place.height()
        source = QRectF(
            (part.left() - place.left()) * across,
            (part.top() - place.top()) * down,
            part.width() * across,
            part.height() * down,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < SHARP)
        painter.drawImage(part, image, source)


def raster_of(image: Image, screen: bytes | None, progress: Progress = SILENT) -> Raster:
    """`image` for a screen with this profile; None is sRGB."""
    pixels = _on_screen(image, screen, progress.part(0, 0.7))
    levels = [pixels]
    while max(levels[-1].shape[:2]) > 2 * SMALLEST:
        height, width = levels[-1].shape[:2]
        levels.append(resize(levels[-1], ((width + 1) // 2, (height + 1) // 2), "linear"))
    progress(1.0)
    return Raster(image, screen, tuple((level, as_qimage(level)) for level in levels))


def as_qimage(pixels: np.ndarray) -> QImage:
    """Pixels as Qt paints them, from the same memory: keep the array for as long as the picture."""
    height, width, channels = pixels.shape
    formats = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBA8888_Premultiplied}
    return QImage(pixels.data, width, height, pixels.strides[0], formats[channels])


def _on_screen(image: Image, screen: bytes | None, progress: Progress) -> np.ndarray:
    come = _space(image.profile)
    go = _space(screen)
    pixels = image.pixels
    plain = pixels.dtype == np.uint8 and image.alpha is None and come == go
    if plain and pixels.flags.c_contiguous:
        return pixels
    canvas = new_canvas((*pixels.shape[:2], 4 if image.alpha is not None else 3), np.uint8)
    rows = min(ROWS, max(ALONE // image.size.width, 1))
    for top, bottom in progress.over(list(bands(image.size.height, rows))):
        band = _in_bytes(pixels[top:bottom])
        canvas[top:bottom, :, :3] = band if come == go else _moved(band, come, go)
        if image.alpha is not None:
            alpha = _in_bytes(image.alpha[top:bottom])
            canvas[top:bottom, :, 3] = alpha
            canvas[top:bottom, :, :3] = (
                canvas[top:bottom, :, :3] * (alpha[:, :, None] / np.float32(255)) + 0.5
            )
        release(pixels)
        release(canvas)
    return canvas


def _in_bytes(pixels: np.ndarray) -> np.ndarray:
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype == np.uint16:
        return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return (np.clip(np.nan_to_num(pixels), 0, 1) * np.float32(255) + np.float32(0.5)).astype(np.uint8)


def _moved(band: np.ndarray, come: QColorSpace, go: QColorSpace) -> np.ndarray:
    """A few rows from one colour space to another."""
    band = np.ascontiguousarray(band)
    image = as_qimage(band)
    image.setColorSpace(come)
    image.convertToColorSpace(go)
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    # The memory is the image's and goes with it.
    return rows[:, : band.shape[1] * 3].reshape(band.shape).copy()


@cache
def _space(profile: bytes | None) -> QColorSpace:
    """A profile as Qt's colour space; none, or one that Qt cannot follow, is sRGB."""
    space = QColorSpace.fromIccProfile(profile) if profile else QColorSpace()
    gray = space.isValid() and space.colorModel() != QColorSpace.ColorModel.Rgb
    return space if space.isValid() and not gray else QColorSpace(QColorSpace.NamedColorSpace.SRgb)
