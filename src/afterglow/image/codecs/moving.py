"""Moving pictures: GIF and WebP with libvips, PNG and AVIF with Pillow."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import PIL.Image
import pyvips

from afterglow.errors import CannotWrite
from afterglow.image.codecs import vips, webp
from afterglow.image.codecs.encoding import GOOD_QUALITY
from afterglow.image.codecs.jpeg import EXIF
from afterglow.image.codecs.pillow import PLUGINS, opened, speaking_of
from afterglow.image.codecs.still import refuse_cut_short
from afterglow.image.geometry import Size
from afterglow.image.image import Origin
from afterglow.image.limits import Limits
from afterglow.image.metadata.baggage import Baggage, unpacked
from afterglow.image.scratch import new_canvas, release
from afterglow.image.source import Source

DEFAULT_DELAY = 100
"""Milliseconds a frame is shown when the file does not say, as browsers do."""


class Reel(NamedTuple):
    """What a moving file holds, in the order of `Animation`'s fields."""

    pixels: np.ndarray
    alpha: np.ndarray | None
    delays: tuple[int, ...]
    loops: int
    profile: bytes | None
    exif: bytes | None
    xmp: bytes | None
    origin: Origin
    notes: tuple[str, ...] = ()


def read_with_vips(source: Source, memory: int | None, limits: Limits) -> Reel:
    """The frames of a GIF or WebP, stacked in one tall picture by libvips and taken apart again."""
    first = vips.opened(source.file, source.format, source.name)
    size, count = Size(first.width, first.height), int(vips.field(first, "n-pages") or 1)
    limits.check(size, source.weight, count)
    refuse_cut_short(source)
    tall = vips.opened(source.file, source.format, source.name, n=-1)
    found = vips.decoded(tall, source.name, source.format, 1, memory)
    count = found.pixels.shape[0] // size.height
    delays = [int(delay) for delay in (vips.field(tall, "delay") or ())][:count]
    delays += [DEFAULT_DELAY] * (count - len(delays))
    baggage, _ = unpacked(Baggage(vips.field(tall, "exif-data"), vips.field(tall, "xmp-data")))
    exact = source.format == "gif" or webp.lossless(source.file)
    return Reel(
        found.pixels.reshape(count, size.height, size.width, 3),
        None if found.alpha is None else found.alpha.reshape(count, size.height, size.width),
        tuple(delays),
        int(vips.field(tall, "loop") or 0),
        found.profile,
        baggage.exif,
        baggage.xmp,
        Origin(source.format, lossless=exact, palette=source.format == "gif", frames=count),
        baggage.notes + found.notes,
    )


def read_with_pillow(source: Source, memory: int | None, limits: Limits) -> Reel:
    """The frames of a PNG or AVIF, each laid over the last as the file says."""
    label = source.format.upper()
    with speaking_of(source.name, label), opened(source) as picture:
        size, count = Size(*picture.size), int(getattr(picture, "n_frames", 1))
        limits.check(size, source.weight, count)
        deep = picture.mode.startswith("I;16")
        shape = (count, size.height, size.width)
        pixels, alpha = new_canvas((*shape, 3), np.uint8, memory), new_canvas(shape, np.uint8, memory)
        delays = []
        loops = int(picture.info.get("loop", 0) or 0)
        for index in range(count):
            picture.seek(index)
            frame = np.asarray(picture.convert("RGBA"))
            pixels[index], alpha[index] = frame[:, :, :3], frame[:, :, 3]
            delays.append(round(float(picture.info.get("duration", DEFAULT_DELAY)) or 0))
            release(pixels)
        info = picture.info
        baggage, _ = unpacked(Baggage(info.get("exif"), info.get("xmp") or _xmp_text(info)))
        notes = ("Frames of 16 bits were rounded to 8.",) if deep else ()
        return Reel(
            pixels,
            alpha if (alpha < 255).any() else None,
            tuple(delays),
            loops,
            info.get("icc_profile"),
            baggage.exif,
            baggage.xmp,
            Origin(source.format, lossless=source.format == "png", frames=count),
            baggage.notes + notes,
        )


def write_with_vips(saver: str, **fixed: Any) -> Callable[[Reel, int, int], tuple[str, ...]]:
    """A writer of stacked frames."""

    def write(reel: Reel, descriptor: int, quality: int) -> tuple[str, ...]:
        count, height, width = reel.pixels.shape[:3]
        alpha = None if reel.alpha is None else reel.alpha.reshape(count * height, width)
        tall = vips.from_arrays(reel.pixels.reshape(count * height, width, 3), alpha, False)
        tall = vips.to_depth(tall, np.dtype(np.uint8)).copy()
        tall.set_type(pyvips.GValue.gint_type, "page-height", height)
        tall.set_type(pyvips.GValue.array_int_type, "delay", list(reel.delays))
        tall.set_type(pyvips.GValue.gint_type, "loop", reel.loops)
        tall = vips.with_blob(tall, "icc-profile-data", reel.profile)
        tall = vips.with_blob(tall, "exif-data", EXIF + reel.exif if reel.exif else None)
        tall = vips.with_blob(tall, "xmp-data", reel.xmp)
        options = dict(fixed)
        if saver == "webp":
            exact = not quality and reel.origin.lossless
            options |= {"Q": quality or GOOD_QUALITY, "lossless": exact, "exact": True, "min_size": False}
        vips.save(tall, saver, descriptor, reel.pixels, keep="all" if reel.exif else "icc|xmp", **options)
        return (
            ("GIF holds 256 colours per frame: where there were more, they were rounded.",)
            if saver == "gif"
            else ()
        )

    return write


def write_with_pillow(label: str) -> Callable[[Reel, int, int], tuple[str, ...]]:
    """A writer of frames handed over one by one."""

    def write(reel: Reel, descriptor: int, quality: int) -> tuple[str, ...]:
        frames = _Pictures(reel)
        options: dict[str, Any] = {"duration": list(reel.delays), "loop": reel.loops}
        for name, block in (("icc_profile", reel.profile), ("exif", reel.exif), ("xmp", reel.xmp)):
            if block:
                options[name] = block
        if label == "AVIF":
            options |= {"quality": quality or 90, "subsampling": "4:4:4"}
        else:
            # Whole frames, each in the place of the last: the file says exactly what was given.
            options |= {"disposal": 0, "blend": 0}
            options.pop("xmp", None)
            options["pnginfo"] = _png_text(reel.xmp)
        with os.fdopen(os.dup(descriptor), "w+b") as file:
            try:
                frames.first.save(file, label, save_all=True, append_images=frames, **options)
            except (ValueError, RuntimeError) as error:
                raise CannotWrite(f"The frames could not be encoded as {label}", hint=str(error)) from error
        forgets = label == "AVIF" and reel.loops
        return ("AVIF cannot say how often to repeat: it will go on for ever.",) if forgets else ()

    return write


def verify(descriptor: int, format: str, reel: Reel, name: str) -> None:
    """Decode a finished file and compare size and length."""
    with os.fdopen(os.dup(descriptor), "rb") as file:
        size, lasts, moves = _size_and_length(file, format, name)
    wanted = Size(reel.pixels.shape[2], reel.pixels.shape[1])
    # GIF counts hundredths of a second, and encoders join equal frames: what moves must last as long.
    if size != wanted or (moves and abs(lasts - sum(reel.delays)) > 10 * len(reel.delays)):
        raise CannotWrite(
            f"{name} was written but does not read back the same", hint="Please report this as a bug."
        )


READERS: dict[str, Callable[[Source, int | None, Limits], Reel]] = {
    "gif": read_with_vips,
    "webp": read_with_vips,
    "png": read_with_pillow,
    "avif": read_with_pillow,
}

WRITERS: dict[str, Callable[[Reel, int, int], tuple[str, ...]]] = {
    "gif": write_with_vips("gif", dither=1.0, effort=7),
    "webp": write_with_vips("webp"),
    "png": write_with_pillow("PNG"),
    "avif": write_with_pillow("AVIF"),
}


def _size_and_length(file: BinaryIO, format: str, name: str) -> tuple[Size, int, bool]:
    if READERS[format] is read_with_vips:
        tall = vips.opened(file, format, name, n=-1)
        with vips.speaking_of(name, format):
            tall.avg()
        height = int(vips.field(tall, "page-height") or tall.height)
        delays = vips.field(tall, "delay") or [DEFAULT_DELAY]
        return Size(tall.width, height), sum(delays), tall.height > height
    file.seek(0)
    with speaking_of(name, format.upper()), PLUGINS[format](file) as picture:
        lasts = 0.0
        count = getattr(picture, "n_frames", 1)
        for index in range(count):
            picture.seek(index)
            picture.load()
            lasts += float(picture.info.get("duration", DEFAULT_DELAY))
        return Size(*picture.size), round(lasts), count > 1


class _Pictures:
    """The frames after the first, made anew each time Pillow walks through them (it does so twice)."""

    def __init__(self, reel: Reel) -> None:
        self.reel = reel

    @property
    def first(self) -> PIL.Image.Image:
        return self._picture(0)

    def __iter__(self) -> Iterator[PIL.Image.Image]:
        for index in range(1, len(self.reel.pixels)):
            yield self._picture(index)
            release(self.reel.pixels)

    def _picture(self, index: int) -> PIL.Image.Image:
        frame = self.reel.pixels[index]
        if self.reel.alpha is not None:
            frame = np.dstack([frame, self.reel.alpha[index]])
        return PIL.Image.fromarray(frame)


def _png_text(xmp: bytes | None) -> Any:
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    if xmp:
        text.add_itxt("XML:com.adobe.xmp", xmp.decode("utf-8", "replace"))
    return text


def _xmp_text(info: dict[Any, Any]) -> bytes | None:
    text = info.get("XML:com.adobe.xmp")
    return text.encode() if isinstance(text, str) else None
