"""Small pictures in every kind of file, made on the spot."""

from __future__ import annotations

import io
import struct

import numpy as np
import PIL.Image
import pillow_heif
import pyvips

from afterglow.image.codecs import jpeg, tiff
from afterglow.image.codecs.tiff import Item

WIDTH, HEIGHT = 64, 48
ORIENTATION_TAG = 0x0112


def scene(width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A picture with no two corners alike: slopes in each channel, a bright box at the top left."""
    y, x = np.mgrid[0:height, 0:width]
    slopes = np.stack([x * 255 // max(width - 1, 1), y * 255 // max(height - 1, 1), (x + y) * 2 % 256], -1)
    picture = slopes.astype(np.uint8)
    picture[: max(1, height // 5), : max(1, width // 4)] = (250, 240, 30)
    return picture


def deep(picture: np.ndarray | None = None) -> np.ndarray:
    """A picture of 16 bits whose low bytes are not those of an 8-bit one."""
    wide = (scene() if picture is None else picture).astype(np.uint32)
    noise = np.random.default_rng(3).integers(0, 256, wide.shape)
    return (wide * 256 + noise).astype(np.uint16)


def vips_image(array: np.ndarray, interpretation: str = "srgb") -> pyvips.Image:
    formats = {np.uint8: "uchar", np.uint16: "ushort", np.float32: "float", np.float64: "double"}
    height, width = array.shape[:2]
    bands = array.shape[2] if array.ndim == 3 else 1
    made = pyvips.Image.new_from_memory(array.tobytes(), width, height, bands, formats[array.dtype.type])
    return made.copy(interpretation=interpretation)


def saved(picture: np.ndarray, format: str, mode: str | None = None, **options: object) -> bytes:
    """A file written by Pillow."""
    file = io.BytesIO()
    made = PIL.Image.fromarray(picture)
    (made.convert(mode) if mode else made).save(file, format, **options)
    return file.getvalue()


def camera_exif(orientation: int = 1, order: str = "<", thumbnail: bytes = b"") -> bytes:
    """A block as cameras write it: maker, date, sizes, place, a maker note, a preview."""

    def number(tag: int, value: int, kind: int = 3) -> Item:
        return Item(tag, kind, 1, struct.pack(order + ("H" if kind == 3 else "I"), value))

    def text(tag: int, value: bytes) -> Item:
        return Item(tag, 2, len(value) + 1, value + b"\0")

    def thirds(tag: int, *values: int) -> Item:
        return Item(tag, 5, len(values), b"".join(struct.pack(order + "II", value, 3) for value in values))

    main = [text(0x010F, b"Afterglow"), text(0x0110, b"Test Camera"), text(0x0132, b"2026:01:02 03:04:05")]
    taken = [
        text(0x9003, b"2026:01:02 03:04:05"),
        Item(0x927C, 7, 40, bytes(range(40))),
        number(0xA002, WIDTH, 4),
        number(0xA003, HEIGHT, 4),
        thirds(0x829A, 1),
    ]
    place = [
        Item(0, 1, 4, bytes((2, 3, 0, 0))),
        text(1, b"N"),
        thirds(2, 75, 6, 9),
        text(3, b"E"),
        thirds(4, 363, 90, 3),
    ]
    main.append(number(ORIENTATION_TAG, orientation))
    block = tiff.block(order, main, {0x8769: taken, 0x8825: place})
    return with_thumbnail(block, order, thumbnail) if thumbnail else block


def with_thumbnail(block: bytes, order: str, thumbnail: bytes) -> bytes:
    """The block with a second directory that holds a preview."""
    (start,) = struct.unpack_from(order + "I", block, 4)
    (count,) = struct.unpack_from(order + "H", block, start)
    link = start + 2 + 12 * count
    block += bytes(len(block) % 2)
    second, at = len(block), len(block) + 2 + 36 + 4
    entries = struct.pack(order + "HHIHH", 0x0103, 3, 1, 6, 0)
    entries += struct.pack(order + "HHII", 0x0201, 4, 1, at)
    entries += struct.pack(order + "HHII", 0x0202, 4, 1, len(thumbnail))
    directory = struct.pack(order + "H", 3) + entries + bytes(4)
    return block[:link] + struct.pack(order + "I", second) + block[link + 4 :] + directory + thumbnail


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
    b' xmlns:exif="http://ns.adobe.com/exif/1.0/" tiff:Orientation="6" exif:GPSLatitude="25,2.0N">'
    b"<dc:title>Kitchen</dc:title><exif:GPSLongitude>121,30E</exif:GPSLongitude>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)

IPTC = b"\x1c\x02\x05\x00\x07Kitchen\x1c\x02\x5a\x00\x06Taipei\x1c\x02\x78\x00\x03Tea"


def with_metadata(
    file: bytes, exif: bytes | None = None, xmp: bytes | None = None, iptc: bytes | None = None
) -> bytes:
    """A JPEG with more segments at its beginning."""
    extra = jpeg.packed(jpeg.APP1, jpeg.EXIF + exif) if exif else b""
    extra += jpeg.packed(jpeg.APP1, jpeg.XMP + xmp) if xmp else b""
    if iptc:
        resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc)) + iptc + bytes(len(iptc) % 2)
        extra += jpeg.packed(jpeg.APP13, jpeg.IPTC + resource)
    return file[:2] + extra + file[2:]


def ultra_hdr(width: int = 160, height: int = 120) -> bytes:
    """A JPEG with a gain map: a picture whose right side is four times as bright as white."""
    y, x = np.mgrid[0:height, 0:width]
    light = np.stack([x / width * 4, y / height * 2, (x + y) / (width + height) * 3], -1).astype(np.float32)
    return bytes(vips_image(light, "scrgb").uhdrsave_buffer(Q=95))


def heic(picture: np.ndarray, **options: object) -> bytes:
    """A HEIC, of 16-bit pixels one with 10 bits."""
    file = io.BytesIO()
    mode = {(np.uint8, 3): "RGB", (np.uint8, 4): "RGBA", (np.uint16, 3): "RGB;16"}[
        picture.dtype.type, picture.shape[2]
    ]
    pillow_heif.encode(mode, picture.shape[1::-1], picture.tobytes(), file, **options)
    return file.getvalue()


def moving(format: str, count: int = 4, **options: object) -> bytes:
    """An animation of a box that wanders to the right."""
    frames = []
    for index in range(count):
        frame = scene(40, 30) // 2
        frame[8:20, 2 + 6 * index : 14 + 6 * index] = (255, 60 * index, 0)
        frames.append(PIL.Image.fromarray(frame))
    file = io.BytesIO()
    settings = {"duration": [50, 100, 70, 200, 90][:count], "loop": 3, **options}
    frames[0].save(file, format, save_all=True, append_images=frames[1:], **settings)
    return file.getvalue()


def dng(width: int = 64, height: int = 48) -> bytes:
    """The smallest camera RAW: a Bayer mosaic without compression, and what a developer must know of it."""
    order = "<"
    mosaic = np.zeros((height, width), np.uint16)
    colours = scene(width, height).astype(np.uint16) * 200
    mosaic[0::2, 0::2], mosaic[1::2, 1::2] = colours[0::2, 0::2, 0], colours[1::2, 1::2, 2]
    mosaic[0::2, 1::2], mosaic[1::2, 0::2] = colours[0::2, 1::2, 1], colours[1::2, 0::2, 1]

    def shorts(tag: int, *values: int) -> Item:
        return Item(tag, 3, len(values), struct.pack(f"{order}{len(values)}H", *values))

    def long(tag: int, value: int) -> Item:
        return Item(tag, 4, 1, struct.pack(order + "I", value))

    matrix = (3240, -1537, -499, -969, 1876, 42, 56, -204, 1057)
    items = [
        long(254, 0),
        long(256, width),
        long(257, height),
        shorts(258, 16),
        shorts(259, 1),
        shorts(262, 32803),
        Item(271, 2, 10, b"Afterglow\0"),
        Item(272, 2, 5, b"Test\0"),
        long(273, 8),
        shorts(274, 1),
        shorts(277, 1),
        long(278, height),
        long(279, mosaic.nbytes),
        shorts(284, 1),
        shorts(33421, 2, 2),
        Item(33422, 1, 4, bytes((0, 1, 1, 2))),
        Item(50706, 1, 4, bytes((1, 4, 0, 0))),
        Item(50708, 2, 15, b"Afterglow Test\0"),
        shorts(50714, 0),
        long(50717, 51000),
        Item(50721, 10, 9, b"".join(struct.pack(order + "ii", value, 1000) for value in matrix)),
        Item(50728, 5, 3, struct.pack(order + "6I", 1, 1, 1, 1, 1, 1)),
        shorts(50778, 21),
    ]
    shape = tiff.Layout(order, False)
    start = 8 + mosaic.nbytes
    return (
        b"II*\0" + struct.pack(order + "I", start) + mosaic.tobytes() + tiff.laid_out(items, shape, start, 0)
    )


def cmyk_jpeg(**options: object) -> bytes:
    """A JPEG in inks, inverted as Adobe's programs write them."""
    return saved(scene(), "JPEG", "CMYK", quality=95, **options)


def seeds() -> dict[str, bytes]:
    """One small file of each kind we read, for the tests that damage them."""
    small = scene(40, 30)
    exif = camera_exif(6, thumbnail=saved(scene(16, 12), "JPEG"))
    return {
        "jpeg": with_metadata(saved(small, "JPEG"), exif, XMP, IPTC),
        "ultra-hdr": ultra_hdr(80, 60),
        "png-8": saved(small, "PNG", "P"),
        "png-16": bytes(vips_image(deep(small), "rgb16").pngsave_buffer(interlace=True)),
        "apng": moving("PNG"),
        "webp": saved(small, "WEBP", exif=exif, xmp=XMP),
        "avif": saved(small, "AVIF", exif=exif),
        "heic": heic(small, exif=exif),
        "tiff": bytes(
            vips_image(small).tiffsave_buffer(tile=True, tile_width=16, tile_height=16, compression="lzw")
        ),
        "gif": moving("GIF"),
        "bmp": saved(small, "BMP"),
        "dng": dng(),
        "cmyk": cmyk_jpeg(),
    }
