import numpy as np
import pytest

from afterglow.score.pixelation import mosaic
from tests.score.pictures import jpeg, noisy, pixelated, scene


@pytest.mark.parametrize("block", [2, 3, 4, 7, 8, 16])
def test_the_block_is_found(block):
    found = mosaic(pixelated(scene(), block))
    assert found is not None
    assert found.block == block


def test_a_cropped_mosaic_shows_where_its_grid_starts():
    found = mosaic(pixelated(scene(), 8)[3:, 6:])
    assert found is not None
    assert (found.block, found.left, found.top) == (8, 2, 5)


@pytest.mark.parametrize("picture", [scene(), noisy(scene(), 20), jpeg(scene(), 10), scene(seed=3)])
def test_other_pictures_are_no_mosaics(picture):
    assert mosaic(picture) is None


@pytest.mark.parametrize("value", [0, 200])
def test_a_flat_frame_is_no_mosaic(value):
    assert mosaic(np.full((100, 100, 3), value, np.uint8)) is None
