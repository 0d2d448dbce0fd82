import numpy as np
import pytest

from afterglow.errors import TooLarge, UnreadableFile
from afterglow.image import Image, thumbnail, write
from afterglow.image.limits import Limits
from tests.support import texture


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "avif"])
def test_a_thumbnail_looks_like_its_picture(tmp_path, suffix):
    pixels = texture(400, 240)
    write(Image(pixels), tmp_path / f"a.{suffix}")
    small = thumbnail(tmp_path / f"a.{suffix}", 100)
    assert small.shape == (60, 100, 3)
    assert small.dtype == np.uint8
    blocks = pixels.reshape(60, 4, 100, 4, 3).mean((1, 3))
    assert np.abs(small - blocks).mean() < 8


@pytest.mark.parametrize("depth", [np.uint16, np.float32])
def test_deep_pictures_have_one_too(tmp_path, depth):
    write(Image(texture(80, 40, depth)), tmp_path / "deep.tif")
    assert thumbnail(tmp_path / "deep.tif", 20).shape == (10, 20, 3)


def test_a_small_picture_stays_as_it_is(tmp_path):
    write(Image(texture(16, 9)), tmp_path / "a.png")
    assert thumbnail(tmp_path / "a.png", 100).shape == (9, 16, 3)


def test_a_text_that_calls_itself_a_picture_is_refused(tmp_path):
    (tmp_path / "a.jpg").write_text("not a picture")
    with pytest.raises(UnreadableFile):
        thumbnail(tmp_path / "a.jpg", 100)


def test_limits_hold(tmp_path):
    write(Image(texture(40, 40)), tmp_path / "a.png")
    with pytest.raises(TooLarge):
        thumbnail(tmp_path / "a.png", 100, limits=Limits(max_pixels=100))
