import numpy as np
import pytest

from afterglow_lab.data.pool import Picture
from afterglow_lab.scoring.mishaps import KINDS, mishaps
from tests.score.pictures import scene

PICTURE = Picture("one", "photo", scene(160, 128))


@pytest.mark.parametrize("kind", KINDS)
def test_every_mishap_fits_its_reference_and_can_be_repeated(kind):
    image, reference = KINDS[kind](PICTURE.pixels, np.random.default_rng(1))
    again, _ = KINDS[kind](PICTURE.pixels, np.random.default_rng(1))
    assert image.pixels.shape == reference.shape
    assert (reference.shape == PICTURE.pixels.shape) == ("smaller" not in kind)
    assert image.pixels.dtype == reference.dtype == np.uint8
    np.testing.assert_array_equal(image.pixels, again.pixels)


def test_only_the_clean_picture_stays_as_it_was():
    same = [each.kind for each in mishaps([PICTURE]) if np.array_equal(each.image.pixels, each.reference)]
    assert same == ["clean"]


def test_only_the_kinds_named_happen_and_as_they_would_among_all():
    (one,) = mishaps([PICTURE], ["noise σ8"])
    (same,) = [each for each in mishaps([PICTURE]) if each.kind == "noise σ8"]
    np.testing.assert_array_equal(one.image.pixels, same.image.pixels)


def test_files_that_were_jpegs_say_so_and_others_do_not():
    told = {each.image.origin.format for each in mishaps([PICTURE]) if each.kind.startswith("JPEG")}
    assert told == {"", "jpeg"}
