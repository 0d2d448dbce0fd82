"""Pictures as the lab works on them: H×W×3 RGB, 8 bits, upright."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from afterglow.errors import CannotWrite
from afterglow.image import Image, from_unit, read, to_unit, write_bytes
from afterglow.image.landing import landing

SUFFIXES = {"png": ".png", "jpg": ".jpg", "webp": ".webp", "tiff": ".tiff"}
JPEG_QUALITY = 95


@dataclass(frozen=True)
class Loaded:
    """A picture's pixels (uint8) and the SHA-256 of the file they came from."""

    pixels: np.ndarray
    sha256: str


def load(path: Path) -> Loaded:
    """The picture in a file; what is transparent lies on white."""
    picture = read(path)
    unit = to_unit(picture.pixels[:])
    if picture.alpha is not None:
        cover = to_unit(picture.alpha[:])[..., None]
        unit = unit * cover + (1 - cover)
    with path.open("rb") as file:
        return Loaded(from_unit(unit, np.dtype(np.uint8)), hashlib.file_digest(file, "sha256").hexdigest())


def encoded(pixels: np.ndarray, format: str, quality: int | None = None) -> bytes:
    """A file's bytes. Without a quality, JPEG takes 95 and every other format loses nothing."""
    if quality is None:
        quality = JPEG_QUALITY if format == "jpg" else 0
    # A copy: the picture it becomes is read-only from then on.
    stored, _ = write_bytes(Image(pixels.copy()), "jpeg" if format == "jpg" else format, quality=quality)
    return stored


def put(stored: bytes, path: Path) -> None:
    """Bytes into a file that appears whole, replacing what has its name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"{path.parent} cannot be made: {error.strerror}", hint="Choose another folder."
        ) from error
    with landing(path, overwrite=True) as descriptor, open(descriptor, "wb", closefd=False) as file:
        file.write(stored)


def sha256(stored: bytes) -> str:
    return hashlib.sha256(stored).hexdigest()


def fitted(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    """The picture made small enough to fit; smaller ones stay as they are."""
    factor = min(width / pixels.shape[1], height / pixels.shape[0])
    if factor >= 1:
        return pixels
    size = max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor))
    return np.asarray(Pillow.fromarray(pixels).resize(size, Pillow.Resampling.LANCZOS))
