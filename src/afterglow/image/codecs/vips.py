"""Decoding and encoding with libvips: whatever it throws becomes one of our sentences here."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import pyvips

from afterglow.errors import CannotWrite, OutOfMemory, TooLarge, UnreadableFile, UnsupportedPicture
from afterglow.image.formats import FORMATS
from afterglow.image.geometry import Box, Size
from afterglow.image.orientation import turned_view, upright_size
from afterglow.image.scratch import bands, new_canvas, on_disk, release

# Loaders that libvips itself does not trust with files from strangers stay off.
pyvips.block_untrusted_set(True)
# What libvips mutters about a file is in our sentence or of no use; nothing here writes to the terminal.
logging.getLogger("pyvips").addHandler(logging.NullHandler())
# The operation cache goes by file name and would give a file's old pixels after it has changed.
pyvips.cache_set_max(0)

LOADERS = {
    "jpeg": "jpegload_source",
    "png": "pngload_source",
    "webp": "webpload_source",
    "tiff": "tiffload_source",
    "avif": "heifload_source",
    "gif": "gifload_source",
}

DEPTHS: dict[str, np.dtype] = {
    "uchar": np.dtype(np.uint8),
    "ushort": np.dtype(np.uint16),
    "float": np.dtype(np.float32),
}
FORMAT_OF = {depth: name for name, depth in DEPTHS.items()}

MM_PER_INCH = 25.4
SRGB_16 = "rgb16"


@dataclass(frozen=True)
class Decoded:
    """What came out of a file: upright pixels, and what else libvips knows about it."""

    pixels: np.ndarray
    alpha: np.ndarray | None
    gray: bool
    profile: bytes | None
    bits: int
    notes: tuple[str, ...]


def opened(file: BinaryIO, format: str, name: str, *, fail_on: str = "error", **options: Any) -> pyvips.Image:
    """The picture in a file, with only its header read yet."""
    with speaking_of(name, format):
        loader = getattr(pyvips.Image, LOADERS[format])
        return loader(source_of(file), access="sequential", fail_on=fail_on, **options)


def decoded(image: pyvips.Image, name: str, format: str, orientation: int, memory: int | None) -> Decoded:
    """The pixels of an opened picture as upright RGB in its own depth, read from top to bottom only once."""
    with speaking_of(name, format):
        bits = int(field(image, "bits-per-sample") or 0)
        image, profile, changed = _as_rgb_or_gray(image, field(image, "icc-profile-data"), name)
        image, notes = _in_our_depths(image, name)
        if format == "avif" and 8 < bits < 16:
            # Its values come shifted up: without this, white would end below 65535.
            image = (image * white_of(bits)).rint().cast("ushort")
        pixels, alpha = _laid(image, orientation, memory)
    gray = image.bands < 3
    return Decoded(pixels, alpha, gray, profile, bits or pixels.dtype.itemsize * 8, (*notes, *changed))


def white_of(bits: int) -> float:
    """By how much to stretch values of so many bits that were shifted up to 16."""
    return 65535 / (((1 << bits) - 1) << (16 - bits))


def field(image: pyvips.Image, name: str) -> Any:
    """A metadata field, or None where the file had none."""
    return image.get(name) if image.get_typeof(name) else None


def dots_per_inch(image: pyvips.Image) -> tuple[float, float] | None:
    """How densely the picture wants to be printed, or None where the file did not say."""
    across, down = image.xres * MM_PER_INCH, image.yres * MM_PER_INCH
    # For files that say nothing, libvips says one dot per millimetre or 72 per inch.
    said = min(across, down) > 1.01 and abs(across - MM_PER_INCH) > 0.01 and abs(across - 72) > 0.05
    return (round(across, 2), round(down, 2)) if said else None


def with_density(image: pyvips.Image, dots: tuple[float, float] | None) -> pyvips.Image:
    """The picture with its wish for print."""
    across, down = dots or (72, 72)
    return image.copy(xres=across / MM_PER_INCH, yres=down / MM_PER_INCH)


def with_blob(image: pyvips.Image, name: str, value: bytes | None) -> pyvips.Image:
    """The picture with a metadata block set, or left as it is for None."""
    if value is None:
        return image
    image = image.copy()
    image.set_type(pyvips.GValue.blob_type, name, value)
    return image


def from_arrays(pixels: np.ndarray, alpha: np.ndarray | None, gray: bool) -> pyvips.Image:
    """Pixels as a libvips picture that reads them where they are, and lets go of scratch pages as it goes."""
    image = _from_array(pixels, 3)
    if gray:
        # The three channels are equal unless a step coloured them; their luminance is gray in any case.
        image = image.recomb([[0.2126, 0.7152, 0.0722]])
        image = (image if pixels.dtype == np.float32 else image.rint()).cast(FORMAT_OF[pixels.dtype])
    if alpha is not None:
        image = image.bandjoin(_from_array(alpha, 1))
    spaces = {np.uint8: ("b-w", "srgb"), np.uint16: ("grey16", SRGB_16), np.float32: ("b-w", "scrgb")}
    return image.copy(interpretation=spaces[pixels.dtype.type][not gray])


def to_depth(image: pyvips.Image, depth: np.dtype) -> pyvips.Image:
    """The picture's values in another depth, rounded, white staying white."""
    full = {"uchar": 255.0, "ushort": 65535.0, "float": 1.0}
    target = FORMAT_OF[depth]
    if image.format == target:
        return image
    scaled = image * (full[target] / full[image.format])
    scaled = (scaled if target == "float" else scaled.rint()).cast(target)
    gray = image.bands < 3
    names = {"uchar": ("srgb", "b-w"), "ushort": (SRGB_16, "grey16"), "float": ("scrgb", "b-w")}
    return scaled.copy(interpretation=names[target][gray])


def gray_to_srgb(image: pyvips.Image, profile: bytes | None) -> pyvips.Image:
    """A gray picture as RGB that looks the same under the sRGB profile."""
    alpha = image.extract_band(1) if image.bands == 2 else None
    deep = image.format != "uchar"
    plain = with_blob(image.extract_band(0), "icc-profile-data", profile)
    made = plain.icc_transform("srgb", embedded=True, depth=16 if deep else 8)
    return made if alpha is None else made.bandjoin(alpha)


def turned(image: pyvips.Image, orientation: int) -> pyvips.Image:
    """A small picture turned upright."""
    image = image.copy()
    image.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    return image.autorot()


def cut(image: pyvips.Image, box: Box, size: Size) -> pyvips.Image:
    """The part of a picture that lies in a box given on another of `size`; black where there is none."""
    across, down = image.width / size.width, image.height / size.height
    left, top = round(box.left * across), round(box.top * down)
    right, bottom = round(box.right * across), round(box.bottom * down)
    return image.embed(-left, -top, max(1, right - left), max(1, bottom - top))


def decoded_size(file: BinaryIO, format: str, name: str) -> Size:
    """Decode a whole file without keeping a pixel, and say how large it is."""
    image = opened(file, format, name, fail_on="warning" if format == "jpeg" else "error")
    with speaking_of(name, format):
        image.cast("uchar").avg()  # a mean of what is no number would be an error
        return Size(image.width, image.height)


def save(image: pyvips.Image, saver: str, descriptor: int, pixels: np.ndarray, **options: Any) -> None:
    """Encode into an open file; `pixels`, which the picture reads from, are let go of on the way."""
    target = pyvips.Target.new_to_descriptor(descriptor)
    image = _letting_go(image, pixels)
    try:
        getattr(image, f"{saver}save_target")(target, **options)
    except pyvips.Error as error:
        if "write error" in _detail(error):
            _let_the_drive_say_why(descriptor)
        raise CannotWrite("The picture could not be encoded", hint=_detail(error)) from error


def _let_the_drive_say_why(descriptor: int) -> None:
    """Write on in a file that libvips could not finish: it tells no reason, but the system's `OSError` does."""
    os.lseek(descriptor, 0, os.SEEK_END)
    for _ in range(64):
        os.write(descriptor, bytes(65536))


def save_through(
    image: pyvips.Image,
    saver: str,
    write: Callable[[bytes], object],
    pixels: np.ndarray | None = None,
    **options: Any,
) -> None:
    """Encode like `save`, handing each piece of the file to `write` as it comes."""
    troubles: list[Exception] = []

    def pass_on(piece: bytes) -> int:
        try:
            write(bytes(piece))
        except OSError as trouble:  # it cannot travel through C: it is kept and raised below
            troubles.append(trouble)
            return 0
        return len(piece)

    target = pyvips.TargetCustom()
    target.on_write(pass_on)
    image = _letting_go(image, pixels)
    try:
        getattr(image, f"{saver}save_target")(target, **options)
    except pyvips.Error as error:
        if troubles:
            raise troubles[0] from error
        raise CannotWrite("The picture could not be encoded", hint=_detail(error)) from error


def _letting_go(image: pyvips.Image, pixels: np.ndarray | None) -> pyvips.Image:
    """The picture, freeing the memory of scratch-backed pixels while it is read.

    The signal's handle dies with this very Python object: the caller must hold it until the work is done.
    """
    if pixels is None or not on_disk(pixels):
        return image
    image = image.copy()
    image.set_progress(True)
    image.signal_connect("eval", lambda *_: release(pixels))
    return image


def builtin_profile(name: str) -> bytes:
    """One of the ICC profiles that libvips carries: "srgb", "p3" or "cmyk"."""
    return bytes(pyvips.Operation.call("profile_load", name))


@contextlib.contextmanager
def speaking_of(name: str, format: str) -> Iterator[None]:
    """Turn what libvips says about a file into a sentence about it."""
    label = FORMATS[format].label
    try:
        yield
    except pyvips.Error as error:
        detail = _detail(error)
        if any(
            word in detail for word in ("too large", "too big", "exceeds", "security limit", "out of memory")
        ):
            raise TooLarge(
                f"{name} asks for more than a {label} file may", hint=f"The decoder said: {detail}"
            ) from error
        if any(
            word in detail
            for word in (
                "not support",
                "unsupported",
                "not implemented",
                "not configured",
                "samples out of range",
            )
        ):
            raise UnsupportedPicture(
                f"{name} is a kind of {label} that is not read", hint="Save it as PNG or TIFF first."
            ) from error
        raise UnreadableFile(
            f"{name} is damaged or incomplete",
            hint=f"Copy it again from where it came. The decoder said: {detail}",
        ) from error
    except MemoryError as error:
        raise OutOfMemory(
            f"{name} does not fit in the memory", hint="Close other programs and try again."
        ) from error


def _detail(error: pyvips.Error) -> str:
    lines = [line.strip() for line in (error.detail or error.message or "").splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith("unable to call")]
    return next(iter(telling or lines), "no more is known")


def source_of(file: BinaryIO) -> pyvips.Source:
    try:
        descriptor = file.fileno()
    except OSError:
        file.seek(0)
        return pyvips.Source.new_from_memory(file.read())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return pyvips.Source.new_from_descriptor(descriptor)


def _in_our_depths(image: pyvips.Image, name: str) -> tuple[pyvips.Image, tuple[str, ...]]:
    """The picture in one of our depths."""
    if image.format == "double":
        return image.cast("float"), ("64-bit numbers were rounded to 32 bits.",)
    if image.format not in DEPTHS:
        raise UnsupportedPicture(
            f"{name} holds {image.format} numbers, which are not a known kind of picture",
            hint="Save it with 8 or 16 bits per channel, or as 32-bit float.",
        )
    return image, ()


def _as_rgb_or_gray(
    image: pyvips.Image, profile: bytes | None, name: str
) -> tuple[pyvips.Image, bytes | None, tuple[str, ...]]:
    """The picture with one or three colour channels, alpha after them."""
    deep = image.format != "uchar"
    if image.interpretation in ("lab", "labs", "labq", "xyz", "yxy", "lch", "cmc", "hsv"):
        words = "Lab" if image.interpretation.startswith("lab") else image.interpretation.upper()
        image = image.colourspace(SRGB_16 if deep else "srgb")
        return image, builtin_profile("srgb"), (f"{words} colours were converted to sRGB.",)
    if image.interpretation == "cmyk":
        ink = image.extract_band(0, n=4)
        rgb = ink.icc_transform(
            "srgb",
            embedded=True,
            input_profile="cmyk",
            black_point_compensation=True,
            depth=16 if deep else 8,
        )
        fits = profile is not None and profile[16:20] == b"CMYK" and profile[36:40] == b"acsp"
        said = "through its profile" if fits else "by a general profile, as it has none that works"
        image = rgb.bandjoin(image.extract_band(4)) if image.bands == 5 else rgb
        return image, builtin_profile("srgb"), (f"CMYK inks were converted to sRGB, {said}.",)
    if image.bands > 4:
        raise UnsupportedPicture(
            f"{name} has {image.bands} channels",
            hint="Save it as gray, RGB or CMYK, with at most one alpha channel.",
        )
    return image, profile, ()


def _laid(image: pyvips.Image, orientation: int, memory: int | None) -> tuple[np.ndarray, np.ndarray | None]:
    stored = Size(image.width, image.height)
    width, height = upright_size(stored, orientation)
    depth = DEPTHS[image.format]
    pixels = new_canvas((height, width, 3), depth, memory)
    alpha = new_canvas((height, width), depth, memory) if image.bands in (2, 4) else None
    lying = turned_view(pixels, orientation)
    region = pyvips.Region.new(image)
    for top, bottom in bands(stored.height):
        fetched = region.fetch(0, top, stored.width, bottom - top)
        band = np.frombuffer(fetched, depth).reshape(bottom - top, stored.width, image.bands)
        lying[top:bottom] = band[:, :, :3] if image.bands >= 3 else band[:, :, :1]
        release(pixels)
        if alpha is not None:
            turned_view(alpha, orientation)[top:bottom] = band[:, :, -1]
            release(alpha)
    return pixels, alpha


def _from_array(array: np.ndarray, channels: int) -> pyvips.Image:
    array = np.ascontiguousarray(array)
    height, width = array.shape[:2]
    return pyvips.Image.new_from_memory(array, width, height, channels, FORMAT_OF[array.dtype])
