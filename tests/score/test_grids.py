"""All places where blocks may start are looked at together, and told as each would be alone."""

import numpy as np
import pytest

from afterglow.score.combs import BIN, SMALLEST
from afterglow.score.frequencies import BLOCK, SLOW, blocks, coefficients
from afterglow.score.grids import BINS, GRIDS, _counted, _kinds, _places, likeliest_grids
from afterglow.score.sample import place, places
from tests.score.pictures import jpeg, scene


@pytest.mark.parametrize("quality", [30, 60, 85])
@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 5), (7, 1)])
def test_the_grid_of_a_cropped_jpeg_is_the_likeliest(quality, top, left):
    pixels = jpeg(scene(), quality)[-top % BLOCK :, -left % BLOCK :]
    assert likeliest_grids(places(pixels))[0] == (top, left)


@pytest.mark.parametrize("shape", [(32, 40), (7, 60), (9, 8), (128, 121)])
def test_each_coefficient_is_counted_where_its_own_grid_has_it(shape):
    square = place(np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8))
    kinds = _kinds(square.clipped)
    together = _counted([_places(square.luma, kinds)], 2 * GRIDS * len(SLOW) * BINS)
    for grid, counts in enumerate(together.reshape(2, GRIDS, len(SLOW), BINS).swapaxes(0, 1)):
        found = np.abs(coefficients(square.luma, *divmod(grid, BLOCK), SLOW))
        cut = blocks(square.clipped, *divmod(grid, BLOCK)).any(axis=(1, 2))
        assert counts.sum() == found.size
        assert counts[1].sum() == cut.sum() * len(SLOW)
        # Rounding may put what lies between two bins into either.
        large = found > SMALLEST + BIN
        assert abs(counts[..., int(SMALLEST / BIN) + 2 :].sum() - large.sum()) <= found.size * 0.01


def test_flat_ground_has_no_likely_grid_but_an_answer():
    assert len(likeliest_grids(places(np.full((200, 200, 3), 255, np.uint8)))) == 2
