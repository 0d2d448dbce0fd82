"""Reading with Pillow what libvips does not: BMP."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator

import numpy as np
import PIL.Image
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile

from afterglow.errors import AfterglowError, OutOfMemory, UnreadableFile, UnsupportedPicture
from afterglow.image.geometry import Size
from afterglow.image.image import Image, Origin
from afterglow.image.limits import Limits
from afterglow.image.scratch import bands, new_canvas, release
from afterglow.image.source import Source

PLUGINS: dict[str, type[ImageFile]] = {"bmp": BmpImageFile, "png": PngImageFile, "avif": AvifImageFile}


def read_bmp(source: Source, memory: int | None, limits: Limits) -> Image:
    """A Windows bitmap."""
    with speaking_of(source.name, "BMP"), opened(source) as file:
        picture: PIL.Image.Image = file
        limits.check(Size(*picture.size), source.weight)
        gray, palette = picture.mode in ("1", "L"), picture.mode == "P"
        picture = picture if picture.mode in ("L", "RGB", "RGBA") else picture.convert("L" if gray else "RGB")
        picture.load()
        alpha = np.asarray(picture.getchannel("A")) if picture.mode == "RGBA" else None
        pixels = new_canvas((picture.height, picture.width, 3), np.uint8, memory)
        for top, bottom in bands(picture.height):
            given = np.asarray(picture.crop((0, top, picture.width, bottom)))
            pixels[top:bottom] = given[:, :, :3] if given.ndim == 3 else given[:, :, None]
            release(pixels)
        return Image(pixels, alpha=alpha, gray=gray, origin=Origin("bmp", palette=palette))


def bmp_header(source: Source, limits: Limits) -> tuple[Size, int]:
    """Size, and that it is one picture."""
    with speaking_of(source.name, "BMP"), opened(source) as picture:
        limits.check(Size(*picture.size), source.weight)
        return Size(*picture.size), 1


def frames_of(source: Source) -> int:
    """How many frames Pillow finds."""
    with speaking_of(source.name, source.format.upper()), opened(source) as picture:
        return int(getattr(picture, "n_frames", 1))


def opened(source: Source) -> ImageFile:
    """The picture with its header read. Not through `PIL.Image.open`: our own limits apply, not Pillow's."""
    source.file.seek(0)
    return PLUGINS[source.format](source.file)


@contextlib.contextmanager
def speaking_of(name: str, label: str) -> Iterator[None]:
    """Turn whatever Pillow throws at a file (seven kinds have been counted) into a sentence about it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # what matters in them is in our sentence, or Pillow copes with it
            yield
    except AfterglowError:
        raise
    except MemoryError as error:
        raise OutOfMemory(
            f"{name} does not fit in the memory", hint="Close other programs and try again."
        ) from error
    except NotImplementedError as error:
        raise UnsupportedPicture(
            f"{name} is a kind of {label} that is not read", hint="Save it as PNG or TIFF first."
        ) from error
    except Exception as error:
        raise UnreadableFile(
            f"{name} is damaged or incomplete",
            hint=f"Copy it again from where it came. The decoder said: {error}",
        ) from error
