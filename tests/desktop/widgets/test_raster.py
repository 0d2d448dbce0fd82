import numpy as np
import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from afterglow.desktop.widgets.raster import raster_of
from afterglow.image import Image
from tests.support import texture


def painted(raster, width, height):
    """The whole raster painted at this size, as rows × columns × 3."""
    canvas = QImage(width, height, QImage.Format.Format_RGB888)
    canvas.fill(QColor("black"))
    painter = QPainter(canvas)
    whole = QRectF(0, 0, width, height)
    raster.draw(painter, whole, whole)
    painter.end()
    rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(height, canvas.bytesPerLine())
    return rows[:, : width * 3].reshape(height, width, 3).copy()


def test_a_plain_picture_is_drawn_from_its_own_memory_as_it_is():
    image = Image(texture(61, 33))
    raster = raster_of(image, None)
    assert raster.pixels is image.pixels
    assert np.array_equal(painted(raster, 61, 33), image.pixels)


@pytest.mark.parametrize("depth", [np.uint16, np.float32])
def test_deep_pictures_look_the_same_in_eight_bits(depth):
    eight = texture(40, 30)
    deep = eight.astype(np.uint16) * 257 if depth is np.uint16 else eight.astype(np.float32) / np.float32(255)
    assert np.array_equal(raster_of(Image(deep), None).pixels, eight)


def test_smaller_sizes_are_kept_and_used():
    image = Image(texture(1500, 900))
    raster = raster_of(image, None)
    assert [level.shape[1] for level, _ in raster.levels] == [1500, 750, 375]
    small = painted(raster, 150, 90).astype(float)
    blocks = image.pixels.reshape(90, 10, 150, 10, 3).mean((1, 3))
    assert np.abs(small - blocks).mean() < 6


def test_transparent_pixels_show_the_ground():
    alpha = np.zeros((20, 20), np.uint8)
    alpha[:, 10:] = 255
    shown = painted(raster_of(Image(texture(20, 20), alpha=alpha), None), 20, 20)
    assert not shown[:, :10].any()
    assert np.array_equal(shown[:, 10:], texture(20, 20)[:, 10:])


def test_a_wide_gamut_is_brought_to_the_screen():
    from afterglow.image.codecs.vips import builtin_profile

    pixels = np.full((8, 8, 3), (200, 60, 60), np.uint8)
    shown = raster_of(Image(pixels, profile=builtin_profile("p3")), None).pixels[4, 4]
    assert shown[0] > 205, "the red of a wide gamut is a stronger red in sRGB's numbers"
    assert np.array_equal(raster_of(Image(pixels, profile=builtin_profile("srgb")), None).pixels, pixels)


def test_a_screen_of_its_own_gamut_gets_its_own_numbers():
    from afterglow.image.codecs.vips import builtin_profile

    pixels = np.full((8, 8, 3), (200, 60, 60), np.uint8)
    p3 = builtin_profile("p3")
    assert np.array_equal(raster_of(Image(pixels, profile=p3), screen=p3).pixels, pixels)


def test_a_profile_that_is_none_is_taken_for_srgb():
    pixels = texture(9, 9)
    assert np.array_equal(raster_of(Image(pixels, profile=b"no profile"), None).pixels, pixels)
