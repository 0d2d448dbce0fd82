import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import pytest

from afterglow.score.quantisation import rounding
from afterglow.score.stored_mosaic import stored_mosaic
from tests.score.pictures import blurred, jpeg, noisy, pixelated, scene


def found_in(pixels):
    last = rounding(pixels)
    assert last is not None
    return stored_mosaic(pixels, last)


@pytest.mark.parametrize("block", [2, 3, 4, 6, 9])
@pytest.mark.parametrize("quality", [50, 75, 92])
def test_the_block_is_found_below_the_jpeg(block, quality):
    found = found_in(jpeg(pixelated(scene(), block), quality))
    assert found is not None
    assert found.block == block
    assert found.left == found.top == 0


def test_where_its_grid_starts_is_found_wherever_jpegs_starts():
    found = found_in(jpeg(pixelated(scene(), 5)[3:, 1:], 70)[2:, 6:])
    assert found is not None
    assert (found.block, found.left, found.top) == (5, 3, 0)


def test_a_large_picture_is_looked_at_where_it_is_lively():
    lively = pixelated(scene(), 3)
    large = np.full((1203, 1602, 3), 128, np.uint8)
    large[801 : 801 + len(lively), 1002 : 1002 + lively.shape[1]] = lively
    found = found_in(jpeg(large, 80))
    assert found is not None
    assert (found.block, found.left, found.top) == (3, 0, 0)


@pytest.mark.parametrize("quality", [5, 20, 50, 75, 95])
def test_jpegs_of_other_pictures_are_no_mosaics(quality):
    for picture in (scene(), scene(seed=3), noisy(scene(), 15), blurred(scene(), 2)):
        last = rounding(jpeg(picture, quality))
        assert last is None or stored_mosaic(jpeg(picture, quality), last) is None


@pytest.mark.parametrize("size", [(200, 160), (600, 480)])
def test_a_jpeg_made_smaller_or_larger_and_stored_again_is_no_mosaic(size):
    resized = PIL.Image.fromarray(jpeg(scene(), 40)).resize(size, PIL.Image.Resampling.BILINEAR)
    assert found_in(jpeg(np.array(resized), 80)) is None


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_page_of_letters_is_no_mosaic_however_its_font_was_enlarged(times):
    page = PIL.Image.new("L", (360 // times, 300 // times), 250)
    pen, font = PIL.ImageDraw.Draw(page), PIL.ImageFont.load_default()
    for line in range(0, 300 // times, 12):
        pen.text((2, line), "Pack my box with five dozen liquor jugs, and go " * 2, fill=20, font=font)
    letters = np.array(page).repeat(times, axis=0).repeat(times, axis=1)
    assert found_in(jpeg(np.repeat(letters[..., None], 3, axis=2), 80)) is None
