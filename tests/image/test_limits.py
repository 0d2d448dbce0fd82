"""Files made to fill the memory are refused from their header, within a second of work; large ones are not."""

from __future__ import annotations

import io
import struct
import time
import zlib

import numpy as np
import PIL.Image
import pytest

from afterglow.errors import AfterglowError, TooLarge
from afterglow.image import DESKTOP, SERVER, Image, Limits, Size, probe, read, read_frames, write_bytes
from afterglow.image.codecs import jpeg, tiff
from tests.image.profiles import rgb_profile
from tests.image.samples import camera_exif, moving, saved, scene, vips_image, with_metadata


def black_png(width: int, height: int) -> bytes:
    """A PNG of one bit per pixel, squeezed a thousand times."""
    squeeze = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join([*(squeeze.compress(row) for _ in range(height)), squeeze.flush()])

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def claiming(file: bytes, width: int, height: int) -> bytes:
    """A small file whose header claims another size."""
    if file.startswith(b"\x89PNG"):
        header = b"IHDR" + struct.pack(">II", width, height) + file[24:29]
        return file[:12] + header + struct.pack(">I", zlib.crc32(header)) + file[33:]
    if file.startswith(b"\xff\xd8"):
        frame = next(s for s in jpeg.segments(io.BytesIO(file)) if jpeg.starts_frame(s))
        return file[: frame.at + 1] + struct.pack(">HH", height, width) + file[frame.at + 5 :]
    if file.startswith(b"BM"):
        return file[:18] + struct.pack("<ii", width, height) + file[26:]
    raise ValueError("no such file here")


def sparse_tiff(width: int, height: int) -> bytes:
    """A TIFF of very many rows that all lie at the same place in the file."""

    def shorts(tag: int, *values: int) -> tiff.Item:
        return tiff.Item(tag, 3, len(values), struct.pack(f"<{len(values)}H", *values))

    def long(tag: int, value: int) -> tiff.Item:
        return tiff.Item(tag, 4, 1, struct.pack("<I", value))

    packed = zlib.compress(bytes(3 * width))
    items = [long(256, width), long(257, height), shorts(258, 8, 8, 8), shorts(259, 8), shorts(262, 2)]
    items += [long(273, 8), shorts(277, 3), long(278, height), long(279, len(packed))]
    start = 8 + len(packed) + len(packed) % 2
    body = packed + bytes(len(packed) % 2)
    return (
        b"II*\0" + struct.pack("<I", start) + body + tiff.laid_out(items, tiff.Layout("<", False), start, 0)
    )


def moving_bomb(count: int) -> bytes:
    frames = [PIL.Image.new("P", (4000, 4000), index % 2) for index in range(2)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:] * (count // 2), duration=50)
    return file.getvalue()


BOMBS = {
    "png of 100 MP": lambda: black_png(10_000, 10_000),
    "png of 400 MP": lambda: black_png(20_000, 20_000),
    "png of 1.6 GP": lambda: black_png(40_000, 40_000),
    "png that claims 4 GP": lambda: claiming(saved(scene(), "PNG"), 65_000, 65_000),
    "png that claims 2^62": lambda: claiming(saved(scene(), "PNG"), 2**31 - 1, 2**31 - 1),
    "jpeg that claims 4 GP": lambda: claiming(saved(scene(), "JPEG"), 65_000, 65_000),
    "bmp that claims 900 MP": lambda: claiming(saved(scene(), "BMP"), 30_000, 30_000),
    "tiff of 900 MP": lambda: sparse_tiff(30_000, 30_000),
    "tiff of 4 GP": lambda: sparse_tiff(4_000, 1_000_000),
    "webp of 268 MP": lambda: saved(
        np.zeros((16_383, 16_383), np.uint8), "WEBP", lossless=True, quality=0, method=0
    ),
}


@pytest.mark.parametrize("name", [name for name in BOMBS if "webp" not in name])
def test_bombs_are_refused_within_a_second(name):
    bomb = BOMBS[name]()
    for look in (probe, read):
        start = time.process_time()
        with pytest.raises(AfterglowError) as refused:
            look(bomb)
        assert time.process_time() - start < 1
        assert refused.value.hint


@pytest.mark.slow
def test_a_webp_of_nothing_is_refused():
    with pytest.raises(TooLarge):
        read(BOMBS["webp of 268 MP"]())


def test_a_bomb_of_frames_is_refused_within_a_second():
    bomb = moving_bomb(8)
    start = time.process_time()
    with pytest.raises(TooLarge):
        read_frames(bomb, limits=SERVER)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("kind", [b"iCCP", b"zTXt", b"iTXt"])
def test_packed_notes_in_a_png_do_not_fill_the_memory(kind):
    packed = zlib.compress(bytes(200_000_000), 9)
    heads = {b"iCCP": b"p\0\0", b"zTXt": b"Comment\0\0", b"iTXt": b"XML:com.adobe.xmp\0\1\0\0\0"}
    content = heads[kind] + packed
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    plain = saved(scene(), "PNG")
    start = time.process_time()
    try:
        image = read(plain[:33] + chunk + plain[33:])
    except AfterglowError:
        image = None
    assert time.process_time() - start < 1
    assert image is None or image.size == (64, 48)


def test_a_huge_profile_and_exif_with_a_million_tags_are_survived():
    profile = rgb_profile(((0.64, 0.33), (0.3, 0.6), (0.15, 0.06)), gamma=2.2, padding=5_000_000)
    assert read(saved(scene(), "PNG", icc_profile=profile)).size == (64, 48)
    many = camera_exif()[:8] + struct.pack("<H", 65535) + bytes(60_000)
    assert read(with_metadata(saved(scene(), "JPEG"), many)).size == (64, 48)


def test_a_server_takes_at_most_100_megapixels():
    with pytest.raises(TooLarge, match="101"):
        SERVER.check(Size(10_100, 10_000), 10**9)
    SERVER.check(Size(10_000, 10_000), 10**9)
    with pytest.raises(TooLarge):
        SERVER.check(Size(3000, 3000), 10**9, frames=100)


def test_real_pictures_are_never_taken_for_bombs():
    DESKTOP.check(Size(12_000, 9_000), 8_000_000)
    DESKTOP.check(Size(32_000, 32_000), 100_000_000)
    white = vips_image(np.full((8, 8), 255, np.uint8), "b-w").replicate(1000, 1000)
    for file in (white.jpegsave_buffer(Q=50), white.tiffsave_buffer(compression="lzw")):
        assert probe(bytes(file)).size == (8000, 8000)


def test_limits_can_be_set():
    file, _ = write_bytes(Image(scene()), "png")
    with pytest.raises(TooLarge):
        read(file, limits=Limits(max_pixels=1000))
    with pytest.raises(TooLarge):
        read(io.BytesIO(file), limits=Limits(max_bytes=100))
    assert len(read_frames(moving("GIF"))) == 4
