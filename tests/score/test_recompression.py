import pytest

from afterglow.image.image import Image, Origin
from afterglow.score.evidence import look
from afterglow.score.quantisation import rounding_in
from afterglow.score.recompression import earlier
from afterglow.score.sample import places
from tests.score.pictures import jpeg, noisy, scene


def before(pixels):
    squares = places(pixels)
    last = rounding_in(squares)
    assert last is not None
    return earlier(squares, last)


@pytest.mark.parametrize(("first", "last"), [(40, 60), (60, 80), (75, 90)])
def test_the_compression_before_the_last_is_found(first, last):
    found = before(jpeg(jpeg(noisy(scene(), 4), first), last, 0))
    assert found is not None
    assert abs(found.quality - first) <= 2


@pytest.mark.parametrize("quality", [30, 60, 80, 92])
@pytest.mark.parametrize("pixels", [scene(), noisy(scene(), 6), scene(300, 300, 4)])
def test_what_was_compressed_once_has_none(quality, pixels):
    assert before(jpeg(pixels, quality)) is None


def test_a_coarse_table_shows_below_the_one_a_later_file_names():
    pixels = jpeg(jpeg(noisy(scene(), 4), 40), 95, 0)
    found = look(Image(pixels, origin=Origin("jpeg", quality=95)))
    assert abs(found.before - 40) <= 2
    assert found.quality == found.before
    assert found.told()["jpeg_quality_before"] == found.before


def test_a_jpeg_of_its_own_file_was_compressed_once():
    found = look(Image(jpeg(scene(), 70), origin=Origin("jpeg", quality=70)))
    assert found.before is None
    assert "jpeg_quality_before" not in found.told()
