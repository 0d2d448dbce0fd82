import numpy as np

from afterglow.image.image import Image
from afterglow.score.alike import made_alike, opaque
from tests.score.pictures import image, scene


def test_pictures_of_one_size_stay_as_they_are():
    one = image(scene())
    laid, notes = made_alike(one, image(scene(seed=1)), "B", "A")
    assert laid.pixels is one.pixels
    assert notes == ()


def test_another_size_is_resampled_and_said():
    laid, notes = made_alike(image(scene(200, 160)), image(scene()), "B", "A")
    assert laid.size == (400, 320)
    assert notes == ("B has 200×160 pixels and A 400×320: it was resampled",)


def test_another_shape_is_stretched_and_said():
    laid, notes = made_alike(image(scene(200, 200)), image(scene()), "B", "A")
    assert laid.size == (400, 320)
    assert "stretched" in notes[0]


def test_transparent_pictures_lie_on_gray():
    pixels = np.zeros((4, 4, 3), np.uint8)
    flat, notes = opaque(Image(pixels, alpha=np.zeros((4, 4), np.uint8)), "A")
    assert (flat.pixels == 128).all()
    assert notes == ("A is partly transparent: it was laid on gray",)


def test_full_cover_is_no_transparency():
    pixels = np.zeros((4, 4, 3), np.uint8)
    flat, notes = opaque(Image(pixels, alpha=np.full((4, 4), 255, np.uint8)), "A")
    assert not flat.pixels.any()
    assert notes == ()
