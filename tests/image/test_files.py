"""Every kind of file that can be read, and what comes out of it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import numpy as np
import PIL.Image
import pytest

from afterglow.errors import AfterglowError, UnreadableFile, UnsupportedPicture, WrongOption
from afterglow.image import Image, Origin, Size, probe, read, write, write_bytes
from tests.image.samples import cmyk_jpeg, deep, dng, heic, moving, saved, scene, seeds, vips_image

GRAY = scene()[:, :, 0]
ALPHA = scene()[:, :, 1]


def close(found: np.ndarray, wanted: np.ndarray, far: float = 3.0) -> bool:
    return found.shape == wanted.shape and float(np.abs(found.astype(float) - wanted).mean()) <= far


def as_rgb(gray: np.ndarray) -> np.ndarray:
    return np.repeat(gray[:, :, None], 3, axis=2)


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_gray_png_of_any_depth(bits, interlaced):
    steps = 2**bits - 1
    levels = np.rint(GRAY / 255 * steps)
    if bits == 16:
        levels = deep(scene())[:, :, 0]
        file = vips_image(levels, "grey16").pngsave_buffer(interlace=interlaced)
        wanted = levels
    else:
        wanted = (levels * (255 // steps)).astype(np.uint8)
        file = vips_image(wanted, "b-w").pngsave_buffer(bitdepth=bits, interlace=interlaced)
    image = read(file)
    assert image.gray
    assert image.alpha is None
    assert image.pixels.dtype == (np.uint16 if bits == 16 else np.uint8)
    assert np.array_equal(image.pixels, as_rgb(wanted))


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_colour_png_is_exact(depth, alpha, interlaced):
    picture = scene() if depth is np.uint8 else deep()
    given = np.dstack([picture, picture[:, :, 1]]) if alpha else picture
    file = vips_image(given, "srgb" if depth is np.uint8 else "rgb16").pngsave_buffer(interlace=interlaced)
    image = read(file)
    assert image.pixels.dtype == depth
    assert np.array_equal(image.pixels, picture)
    assert (image.alpha is not None) == alpha
    if alpha:
        assert np.array_equal(image.alpha, picture[:, :, 1])


def test_gray_png_with_alpha():
    image = read(saved(np.dstack([GRAY, ALPHA]), "PNG"))
    assert image.gray
    assert np.array_equal(image.pixels, as_rgb(GRAY))
    assert np.array_equal(image.alpha, ALPHA)


def test_palette_png_and_its_transparent_colour():
    picture = PIL.Image.fromarray(scene()).quantize(16)
    file = io.BytesIO()
    picture.save(file, "PNG", transparency=3)
    image = read(file.getvalue())
    assert image.origin.palette
    assert np.array_equal(image.pixels, np.asarray(picture.convert("RGB")))
    assert np.array_equal(image.alpha == 0, np.asarray(picture) == 3)


def test_true_colour_png_with_one_transparent_colour():
    image = read(saved(scene(), "PNG", transparency=(250, 240, 30)))
    assert np.array_equal(image.alpha == 0, (scene() == (250, 240, 30)).all(2))


def test_jpeg_with_colours_a_quarter_as_wide():
    cv2 = pytest.importorskip("cv2", reason="no other encoder here makes 4:1:1")
    factor = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_411]
    image = read(
        cv2.imencode(".jpg", scene()[:, :, ::-1], [*factor, cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
    )
    assert image.origin.subsampling == "4:1:1"
    assert close(image.pixels, scene(), 12)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_jpeg_of_any_subsampling(subsampling, progressive):
    image = read(saved(scene(), "JPEG", quality=93, subsampling=subsampling, progressive=progressive))
    assert image.origin == Origin("jpeg", 93, subsampling, lossless=False)
    assert close(image.pixels, scene(), 6)


def test_gray_jpeg():
    image = read(saved(GRAY, "JPEG", quality=95))
    assert image.gray
    assert close(image.pixels, as_rgb(GRAY))


def test_cmyk_jpeg_with_inverted_inks_is_no_negative():
    image = read(cmyk_jpeg())
    assert close(image.pixels, scene(), 40)
    assert any("CMYK" in note for note in image.notes)
    assert image.profile


def test_ycck_jpeg_looks_like_its_cmyk_twin():
    # The same numbers, once marked as inks and once as YCCK, differ by the conversion alone.
    inks = np.dstack([scene(), np.zeros((48, 64), np.uint8)])
    plain = read(bytes(vips_image(inks, "cmyk").jpegsave_buffer(Q=98, keep="none")))
    marked = bytes(vips_image(inks, "cmyk").jpegsave_buffer(Q=98, keep="none"))
    assert b"Adobe" in marked
    assert read(marked).pixels.shape == plain.pixels.shape
    at = marked.index(b"Adobe") + 11
    assert marked[at] in (0, 2)
    ycck = read(marked[:at] + b"\x02" + marked[at + 1 :])
    inks_only = read(marked[:at] + b"\x00" + marked[at + 1 :])
    assert ycck.pixels.shape == inks_only.pixels.shape
    assert not close(ycck.pixels, inks_only.pixels, 1)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"compression": "lzw", "predictor": "horizontal"},
        {"compression": "deflate", "tile": True, "tile_width": 16, "tile_height": 16},
        {"compression": "packbits"},
        {"bigtiff": True},
        {"tile": True, "tile_width": 16, "tile_height": 32, "bigtiff": True},
    ],
)
@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_tiff_of_any_depth_and_layout_is_exact(depth, options):
    picture = {np.uint8: scene(), np.uint16: deep(), np.float32: (scene() / 200).astype(np.float32)}[depth]
    space = {np.uint8: "srgb", np.uint16: "rgb16", np.float32: "scrgb"}[depth]
    image = read(bytes(vips_image(picture, space).tiffsave_buffer(**options)))
    assert image.pixels.dtype == depth
    assert np.array_equal(image.pixels, picture)
    assert image.origin.lossless


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_planar_tiff_of_either_byte_order(order, depth):
    picture = {np.uint8: scene(), np.uint16: deep(), np.float32: (scene() / 255).astype(np.float32)}[depth]
    image = read(planar_tiff(picture, order))
    assert image.pixels.dtype == depth
    assert np.array_equal(image.pixels, picture)


@pytest.mark.parametrize("bits", [8, 16])
def test_lab_tiff_becomes_srgb_and_says_so(bits):
    lab = vips_image(scene()).colourspace("lab" if bits == 8 else "labs")
    image = read(bytes(lab.tiffsave_buffer()))
    assert any("Lab" in note for note in image.notes)
    assert image.profile
    full = {np.uint8: 1, np.uint16: 257}[image.pixels.dtype.type]
    assert close(image.pixels / full, scene(), 2)


def test_cmyk_tiff_becomes_srgb_and_says_so():
    inks = vips_image(np.dstack([255 - scene(), np.zeros((48, 64), np.uint8)]), "cmyk")
    image = read(bytes(inks.tiffsave_buffer()))
    assert any("CMYK" in note for note in image.notes)
    assert close(image.pixels, scene(), 60)


def test_black_and_white_tiff():
    spots = ((scene()[:, :, 0] > 128) * 255).astype(np.uint8)
    image = read(bytes(vips_image(spots, "b-w").tiffsave_buffer(bitdepth=1)))
    assert image.gray
    assert np.array_equal(image.pixels, as_rgb(spots))


def test_gray_tiff_of_16_bits_with_alpha():
    picture = deep()[:, :, :2]
    image = read(bytes(vips_image(picture, "grey16").tiffsave_buffer()))
    assert image.gray
    assert np.array_equal(image.pixels[:, :, 2], picture[:, :, 0])
    assert np.array_equal(image.alpha, picture[:, :, 1])


def test_64_bit_float_tiff_is_refused_as_unsupported():
    with pytest.raises(UnsupportedPicture):
        read(bytes(vips_image(scene() / 255, "srgb").tiffsave_buffer()))


def test_whole_numbers_of_32_bits_are_refused():
    counts = vips_image(scene()).cast("int")
    with pytest.raises(UnsupportedPicture, match="int"):
        read(bytes(counts.tiffsave_buffer()))


def test_more_channels_than_a_picture_has_are_refused():
    with pytest.raises(UnsupportedPicture, match="channels"):
        read(bytes(vips_image(np.dstack([scene(), scene()]), "multiband").tiffsave_buffer()))


def test_tiff_of_several_pages_is_refused_but_previews_are_not_pages():
    pages = [PIL.Image.fromarray(scene()), PIL.Image.fromarray(scene(32, 24))]
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    with pytest.raises(UnsupportedPicture, match="2 pages"):
        read(file.getvalue())
    pyramid = bytes(vips_image(scene(600, 500)).tiffsave_buffer(tile=True, pyramid=True))
    assert read(pyramid).size == (600, 500)


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("alpha", [False, True])
def test_webp(alpha, lossless):
    given = np.dstack([scene(), ALPHA]) if alpha else scene()
    image = read(saved(given, "WEBP", lossless=lossless, exact=True, quality=95))
    assert image.origin.lossless == lossless
    assert (image.alpha is not None) == alpha
    assert np.array_equal(image.pixels, scene()) if lossless else close(image.pixels, scene(), 4)


@pytest.mark.parametrize("alpha", [False, True])
def test_avif_of_8_bits(alpha):
    given = np.dstack([scene(), ALPHA]) if alpha else scene()
    image = read(saved(given, "AVIF", quality=95, subsampling="4:4:4"))
    assert image.pixels.dtype == np.uint8
    assert close(image.pixels, scene())
    assert (image.alpha is not None) == alpha


@pytest.mark.parametrize("bits", [10, 12])
def test_deep_avif_keeps_white_white(bits):
    picture = deep()
    picture[-8:, -8:] = 65535
    options = {"compression": "av1", "bitdepth": bits, "lossless": True}
    image = read(bytes(vips_image(picture, "rgb16").heifsave_buffer(**options)))
    assert image.pixels.dtype == np.uint16
    assert image.origin.bits == bits
    assert image.pixels.max() == 65535
    assert close(image.pixels / 257, picture / 257)


@pytest.mark.parametrize("alpha", [False, True])
def test_heic(alpha):
    image = read(heic(np.dstack([scene(), ALPHA]) if alpha else scene(), quality=95))
    assert image.origin.format == "heic"
    assert close(image.pixels, scene(), 4)
    assert (image.alpha is not None) == alpha


def test_heic_of_10_bits_keeps_them():
    image = read(heic(deep(), quality=95))
    assert image.pixels.dtype == np.uint16
    assert image.origin.bits == 10
    assert close(image.pixels / 257, deep() / 257, 4)


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA"])
def test_bmp(mode):
    picture = PIL.Image.fromarray(scene()).convert(mode)
    file = io.BytesIO()
    picture.save(file, "BMP")
    image = read(file.getvalue())
    assert image.gray == (mode in ("L", "1"))
    assert np.array_equal(image.pixels, np.asarray(picture.convert("RGB")))


def test_still_gif():
    picture = PIL.Image.fromarray(scene()).quantize(32)
    file = io.BytesIO()
    picture.save(file, "GIF")
    image = read(file.getvalue())
    assert image.origin.palette
    assert np.array_equal(image.pixels, np.asarray(picture.convert("RGB")))


def test_camera_raw_is_developed_to_16_bits():
    pytest.importorskip("rawpy", reason="camera RAW is an extra")
    image = read(dng())
    assert image.pixels.dtype == np.uint16
    assert image.size == (64, 48)
    assert image.profile
    assert image.pixels.std() > 1000


def test_camera_raw_without_the_extra_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "rawpy", None)
    with pytest.raises(UnsupportedPicture) as refused:
        read(dng())
    assert "pip install 'afterglow[raw]'" in refused.value.hint


@pytest.mark.parametrize("size", [(1, 1), (1, 70), (70, 1), (2, 3), (17, 13), (65500, 1), (1, 4001)])
@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "tiff", "avif"])
def test_pictures_of_odd_sizes_go_through_every_format(format, size):
    longest = {"webp": 16383, "avif": 16384}.get(format, 65500)
    size = tuple(min(side, longest) for side in size)
    file, _ = write_bytes(Image(scene(*size)), format)
    assert read(file).size == size


@pytest.mark.parametrize("name", sorted(seeds()))
def test_a_look_at_the_header_agrees_with_the_picture(name):
    look = probe(seeds()[name])
    if look.frames == 1:
        assert look.size == read(seeds()[name]).size
    assert look.weight == len(seeds()[name])


@pytest.mark.parametrize("format", ["png", "tiff"])
@pytest.mark.parametrize("gray", [False, True])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_lossless_formats_keep_depth_alpha_and_gray(depth, alpha, gray, format):
    if depth is np.float32 and format == "png":
        pytest.skip("PNG holds no floats")
    picture = {np.uint8: scene(), np.uint16: deep(), np.float32: (scene() / 255).astype(np.float32)}[depth]
    clear = picture[:, :, 1].copy() if alpha else None
    picture = as_rgb(picture[:, :, 0]) if gray else picture
    file, notes = write_bytes(Image(picture, alpha=clear, gray=gray), format)
    image = read(file)
    assert not notes
    assert image.gray == gray
    assert np.array_equal(image.pixels, picture)
    assert np.array_equal(image.alpha, clear) if alpha else image.alpha is None


def test_lossless_webp_and_avif_stay_lossless():
    for format in ("webp", "avif"):
        file, _ = write_bytes(Image(scene()), format)
        assert np.array_equal(read(file).pixels, scene())
        worse, _ = write_bytes(Image(scene()), format, quality=30)
        assert not np.array_equal(read(worse).pixels, scene())


def test_colour_under_transparency_is_kept():
    clear = np.zeros((48, 64), np.uint8)
    for format in ("png", "webp", "tiff"):
        file, _ = write_bytes(Image(scene(), alpha=clear), format)
        assert np.array_equal(read(file).pixels, scene())


@pytest.mark.parametrize(("format", "bits"), [("jpeg", 8), ("webp", 8), ("avif", 12)])
def test_rounding_to_fewer_bits_is_said(format, bits):
    file, notes = write_bytes(Image(deep()), format)
    assert any(str(bits) in note for note in notes)
    image = read(file)
    assert close(image.pixels / image.full_scale, deep() / 65535, 0.02)


def test_transparency_in_a_jpeg_is_laid_on_white_and_said():
    file, notes = write_bytes(Image(scene(), alpha=np.zeros((48, 64), np.uint8)), "jpeg")
    assert any("transparency" in note for note in notes)
    assert read(file).pixels.min() == 255


@pytest.mark.parametrize("came", [60, 80, 92, 95, 98, 100])
def test_a_jpeg_is_written_at_least_as_good_as_it_came(came):
    file, _ = write_bytes(read(saved(scene(), "JPEG", quality=came)), "same")
    back = read(file)
    assert back.origin.quality >= max(came, 92)
    assert back.origin.subsampling == "4:4:4"


@pytest.mark.parametrize("came", ["JPEG", "PNG", "TIFF"])
def test_the_wish_for_print_is_kept(came):
    image = read(saved(scene(), came, dpi=(300, 300)))
    for goes in ("jpeg", "png", "tiff"):
        dots = PIL.Image.open(io.BytesIO(write_bytes(image, goes)[0])).info["dpi"]
        assert [round(float(value)) for value in dots] == [300, 300]


def test_asked_quality_is_used():
    file, _ = write_bytes(Image(scene()), "jpeg", quality=40)
    assert read(file).origin.quality == 40


def test_formats_we_cannot_write_name_the_nearest(tmp_path):
    with pytest.raises(WrongOption, match="HEIC"):
        write(Image(scene()), tmp_path / "x.heic")
    with pytest.raises(WrongOption):
        write(Image(scene()), tmp_path / "x.png", format="heic")
    image = replace(Image(deep()), origin=Origin("raw", bits=16))
    write(image, tmp_path / "no-suffix")
    assert probe(tmp_path / "no-suffix").format == "tiff"


def test_the_content_counts_not_the_name(tmp_path):
    wrong = tmp_path / "photo.jpg"
    wrong.write_bytes(saved(scene(), "PNG"))
    assert read(wrong).origin.format == "png"


@pytest.mark.parametrize("name", sorted(set(seeds()) - {"dng"}))
def test_a_file_cut_short_is_refused(name):
    from afterglow.image import read_frames

    seed = seeds()[name]
    look = read_frames if name in ("apng", "gif") else read
    if name == "ultra-hdr":
        seed = seed[: seed.index(b"\xff\xd9") + 2]
    for share in (0.5, 0.9):
        with pytest.raises(AfterglowError) as refused:
            look(seed[: int(len(seed) * share)])
        assert refused.value.hint


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"hello world, this is text", "not a picture"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\x0a" + bytes(40), "JPEG XL"),
        (b"8BPS" + bytes(40), "Photoshop"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\x00\x00\x00\x20ftypmp42" + bytes(40), "not a picture"),
    ],
)
def test_strangers_are_named(content, says):
    with pytest.raises(AfterglowError, match=says):
        read(content)


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(UnreadableFile, match="not there"):
        read(tmp_path / "nothing.png")
    with pytest.raises(UnreadableFile, match="folder"):
        read(tmp_path)
    with pytest.raises(UnreadableFile):
        read("nul\0byte.png")
    loop = tmp_path / "loop.png"
    loop.symlink_to(loop)
    with pytest.raises(UnreadableFile):
        read(loop)


def test_streams_and_bytes_read_like_files(tmp_path):
    content = saved(scene(), "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(content)
    for source in (path, str(path), content, io.BytesIO(content), memoryview(content)):
        assert np.array_equal(read(source).pixels, scene())


def test_pixels_are_read_only_and_the_input_never_changes(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(saved(scene(), "PNG"))
    before = hashlib.sha256(path.read_bytes()).digest()
    image = read(path)
    with pytest.raises(ValueError, match="read-only"):
        image.pixels[0, 0] = 0
    image.save(tmp_path / "b.png")
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_a_file_that_changes_is_read_anew(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(saved(scene(), "PNG"))
    read(path)
    path.write_bytes(saved(255 - scene(), "PNG"))
    assert np.array_equal(read(path).pixels, 255 - scene())


def test_size_is_width_and_height():
    assert read(saved(scene(20, 10), "PNG")).size == Size(20, 10)


def test_animations_are_not_flattened():
    for format in ("GIF", "WEBP", "PNG", "AVIF"):
        with pytest.raises(UnsupportedPicture, match="4 frames"):
            read(moving(format))


def planar_tiff(picture: np.ndarray, order: str) -> bytes:
    """A TIFF with one plane per channel, in either byte order."""
    import struct

    from afterglow.image.codecs import tiff

    height, width = picture.shape[:2]
    kind = picture.dtype.newbyteorder(order)
    planes = [np.ascontiguousarray(picture[:, :, c], kind).tobytes() for c in range(3)]
    bits, form = picture.dtype.itemsize * 8, 3 if picture.dtype == np.float32 else 1

    def shorts(tag: int, *values: int) -> tiff.Item:
        return tiff.Item(tag, 3, len(values), struct.pack(f"{order}{len(values)}H", *values))

    def longs(tag: int, *values: int) -> tiff.Item:
        return tiff.Item(tag, 4, len(values), struct.pack(f"{order}{len(values)}I", *values))

    starts = [8 + n * len(planes[0]) for n in range(3)]
    items = [
        longs(256, width),
        longs(257, height),
        shorts(258, bits, bits, bits),
        shorts(259, 1),
        shorts(262, 2),
        longs(273, *starts),
        shorts(277, 3),
        longs(278, height),
        longs(279, *[len(plane) for plane in planes]),
        shorts(284, 2),
        shorts(339, form, form, form),
    ]
    start = 8 + 3 * len(planes[0])
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", start)
    return head + b"".join(planes) + tiff.laid_out(items, tiff.Layout(order, False), start, 0)


@pytest.mark.parametrize("quality", [-1, 101, 500])
def test_a_quality_that_there_is_not_is_refused(quality, tmp_path):
    image = Image(np.zeros((8, 8, 3), np.uint8))
    with pytest.raises(ValueError, match="quality"):
        write(image, tmp_path / "a.jpg", quality=quality)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e30])
def test_numbers_that_are_none_are_written_and_read_again(odd, tmp_path):
    pixels = scene().astype(np.float32) / 255
    pixels[3, 4] = odd
    write(Image(pixels), tmp_path / "a.tif")
    np.testing.assert_array_equal(read(tmp_path / "a.tif").pixels, pixels)
