"""Padding and cropping to an exact size, with all that rides along."""

import io
from dataclasses import replace

import numpy as np
import pytest
import pyvips

from afterglow.enhance.enhance import enhance
from afterglow.enhance.frame import framed
from afterglow.enhance.recipe import Recipe
from afterglow.image import read, write_bytes
from afterglow.image.gain_map import GainMap
from tests.image.samples import ultra_hdr
from tests.support import picture


def to(size, fit):
    return Recipe(model="none", size=size, fit=fit)


def test_padding_puts_the_picture_in_the_middle():
    image = replace(picture(60, 40), alpha=np.full((40, 60), 255, np.uint8))
    result = framed(image, to("64x50", "pad"))
    np.testing.assert_array_equal(result.pixels[5:45, 2:62], image.pixels)
    shown = np.zeros((50, 64), bool)
    shown[5:45, 2:62] = True
    assert ((result.alpha == 255) == shown).all()
    assert (result.pixels[~shown] == 0).all()


def test_cropping_takes_the_middle():
    image = replace(picture(60, 40), alpha=picture(60, 40).pixels[:, :, 0])
    result = framed(image, to("30x21", "crop"))
    np.testing.assert_array_equal(result.pixels, image.pixels[9:30, 15:45])
    np.testing.assert_array_equal(result.alpha, image.alpha[9:30, 15:45])


def test_a_picture_of_the_size_asked_for_stays_as_it_is():
    image = picture(60, 40)
    assert framed(image, to("60x40", "pad")) is framed(image, Recipe()) is image


def bright(file):
    """What a bright screen shows, in units of white."""
    return pyvips.Image.uhdrload_buffer(file).uhdr2scRGB().numpy()


@pytest.mark.parametrize(("fit", "size"), [("crop", "100x120"), ("pad", "160x200"), ("pad", "300x120")])
def test_the_gain_map_is_framed_with_its_picture(fit, size):
    file = ultra_hdr()
    image = read(file)
    result = enhance(image, to(size, fit)).image
    written, notes = write_bytes(result)
    assert not notes
    whole, part = bright(file), bright(written)
    width, height = min(result.size[0], whole.shape[1]), min(result.size[1], whole.shape[0])
    wanted, found = (middle(pixels, width, height) for pixels in (whole, part))
    assert wanted.max() > 1.5
    assert 10 * np.log10(wanted.max() ** 2 / np.mean((found - wanted) ** 2)) > 30
    assert part[0, 0].max() < 0.05 or fit == "crop"


def middle(pixels, width, height):
    top, left = (pixels.shape[0] - height + 1) // 2, (pixels.shape[1] - width + 1) // 2
    return pixels[top : top + height, left : left + width]


def test_a_damaged_map_costs_only_itself():
    image = read(ultra_hdr())
    damaged = GainMap(image.gain_map.file[:60])
    result = framed(replace(image, gain_map=damaged), to("50x50", "crop"))
    assert result.gain_map is None
    assert "GAIN MAP" in result.notes[-1]
    assert read(io.BytesIO(write_bytes(result)[0])).size == (50, 50)
