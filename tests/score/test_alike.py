import numpy as np
import PIL.Image
import pytest

from afterglow.image.image import Image
from afterglow.metrics.psnr import psnr
from afterglow.score.alike import made_alike, opaque
from tests.score.pictures import image, jpeg, scene


def test_pictures_of_one_size_and_place_stay_as_they_are():
    one, base = image(jpeg(scene(), 30)), image(scene())
    alike = made_alike(base, "A", {"B": one})
    assert alike.pictures["B"].pixels is one.pixels
    assert alike.base.pixels is base.pixels
    assert alike.notes == ()


def test_another_size_is_resampled_and_said():
    alike = made_alike(image(scene()), "A", {"B": image(scene(200, 160, seed=2))})
    assert alike.pictures["B"].size == (400, 320)
    assert alike.notes == ("B has 200×160 pixels and A 400×320: it was resampled",)


def test_another_shape_is_stretched_and_said():
    alike = made_alike(image(scene()), "A", {"B": image(scene(200, 200, seed=2))})
    assert alike.pictures["B"].size == (400, 320)
    assert "stretched" in alike.notes[0]


def test_a_picture_that_lies_aside_is_compared_where_both_show_the_same():
    wide = scene(440, 360)
    base, moved = wide[:320, :400], jpeg(wide[9 : 9 + 320, 14 : 14 + 400], 80)
    alike = made_alike(image(base), "A", {"B": image(moved)})
    assert alike.places["B"].right == pytest.approx(14, abs=0.05)
    assert alike.places["B"].down == pytest.approx(9, abs=0.05)
    assert alike.base.size == alike.pictures["B"].size == (400 - 14, 320 - 9)
    assert psnr(alike.pictures["B"].pixels, alike.base.pixels) > 30
    assert "14.0" in alike.notes[0]
    assert "overlap, 93.8 % of A" in alike.notes[1]


def test_parts_of_a_pixel_count():
    wide = scene(440, 360)
    frame = (3.3, 5.7, 403.3, 325.7)
    moved = np.array(PIL.Image.fromarray(wide).resize((400, 320), PIL.Image.Resampling.LANCZOS, box=frame))
    alike = made_alike(image(wide[:320, :400]), "A", {"B": image(moved)})
    assert alike.places["B"].right == pytest.approx(3.3, abs=0.05)
    assert alike.places["B"].down == pytest.approx(5.7, abs=0.05)
    assert psnr(alike.pictures["B"].pixels, alike.base.pixels) > 32


def test_a_cut_picture_keeps_its_scale():
    whole = scene()
    alike = made_alike(image(whole), "A", {"B": image(whole[40:280, 30:350])})
    assert alike.base.size == (320, 240)
    np.testing.assert_array_equal(alike.base.pixels, alike.pictures["B"].pixels)
    assert "resampled" not in " ".join(alike.notes)


def test_two_pictures_are_compared_where_the_reference_shows_both():
    wide = scene(440, 360)
    truth, a, b = wide[:320, :400], wide[10:330, :400], wide[:320, 20:420]
    alike = made_alike(image(truth), "the reference", {"A": image(a), "B": image(b)})
    assert alike.base.size == (380, 310)
    np.testing.assert_array_equal(alike.pictures["A"].pixels, alike.base.pixels)
    np.testing.assert_array_equal(alike.pictures["B"].pixels, alike.base.pixels)


def test_pictures_that_have_nothing_in_common_are_not_moved():
    alike = made_alike(image(scene()), "A", {"B": image(scene(seed=5))})
    assert alike.places == {}
    assert alike.base.size == (400, 320)


@pytest.mark.parametrize("other", [np.zeros((1, 1, 3), np.uint8), np.zeros((40, 30, 3), np.uint16)])
def test_what_shows_nothing_is_laid_over_as_it_is(other):
    assert made_alike(image(scene()), "A", {"B": image(other)}).pictures["B"].size == (400, 320)


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
