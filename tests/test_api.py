"""Whatever a caller holds is taken whole, or refused with a sentence; nothing of it is lost in silence."""

from dataclasses import dataclass

import numpy as np
import PIL.Image
import pytest

from afterglow.api import as_image, enhance
from afterglow.errors import UnsupportedPicture, WrongOption
from tests.support import texture


@pytest.mark.parametrize("kind", [">u2", "<u2", ">f4", "f2", "f8", "g"])
def test_arrays_of_any_byte_order_and_float_are_taken(kind):
    pixels = texture(12, 8, np.uint16 if "u" in kind else np.float32)
    image = as_image(pixels.astype(kind))
    assert image.pixels.dtype in (np.uint16, np.float32)
    np.testing.assert_allclose(image.pixels, pixels, atol=1e-3)


@pytest.mark.parametrize("kind", ["i8", "?", "c8", "O"])
def test_arrays_of_other_kinds_are_refused(kind):
    with pytest.raises(UnsupportedPicture, match="not understood"):
        as_image(texture(12, 8).astype(kind))


def test_the_callers_array_stays_its_own():
    pixels = texture(12, 8)
    image = as_image(pixels)
    assert not np.shares_memory(image.pixels, pixels)
    assert pixels.flags.writeable


def test_whatever_names_a_path_is_read(tmp_path):
    @dataclass
    class Named:
        path: str

        def __fspath__(self):
            return self.path

    PIL.Image.fromarray(texture(12, 8)).save(tmp_path / "a.png")
    np.testing.assert_array_equal(as_image(Named(str(tmp_path / "a.png"))).pixels, texture(12, 8))


@pytest.mark.parametrize("mode", ["I", "I;16", "I;16B"])
def test_pillows_pictures_of_16_bits_keep_them(mode):
    values = texture(12, 8, np.uint16)[:, :, 0]
    picture = PIL.Image.frombytes(
        mode, (12, 8), values.astype({"I": "<i4", "I;16": "<u2", "I;16B": ">u2"}[mode]).tobytes()
    )
    image = as_image(picture)
    assert image.gray
    assert image.pixels.dtype == np.uint16
    np.testing.assert_array_equal(image.pixels[:, :, 0], values)


@pytest.mark.parametrize("value", [-1, 65536])
def test_what_does_not_fit_into_16_bits_is_refused(value):
    with pytest.raises(UnsupportedPicture, match="int32 are not understood"):
        as_image(PIL.Image.new("I", (4, 4), value))


@pytest.mark.parametrize("mode", ["RGBa", "La"])
def test_alpha_that_colours_were_multiplied_with_is_kept(mode):
    straight = PIL.Image.new("RGBA" if mode == "RGBa" else "LA", (4, 4), (200, 100, 50, 128)[-len(mode) :])
    image = as_image(straight.convert(mode))
    assert (image.alpha == 128).all()
    assert image.gray == (mode == "La")


def test_a_profile_of_inks_is_not_given_to_colours():
    picture = PIL.Image.new("CMYK", (4, 4))
    picture.info["icc_profile"] = b"of a press"
    assert as_image(picture).profile is None


def test_a_result_is_never_saved_as_something_that_nobody_named(tmp_path):
    better = enhance(texture(12, 8), model="none")
    with pytest.raises(WrongOption, match=r"\.xyz") as refused:
        better.save(tmp_path / "better.xyz")
    assert ".jpg" in refused.value.hint
    assert not list(tmp_path.iterdir())
    better.save(tmp_path / "better.xyz", format="png")
    np.testing.assert_array_equal(as_image(tmp_path / "better.xyz").pixels, texture(12, 8))
