"""Grain is the same for the same seed, has no mean, and leaves the original alone."""

import numpy as np

from afterglow_lab.data.grain import STRONGEST, with_grain


def test_grain_repeats_with_its_seed_and_keeps_the_mean():
    gray = np.full((64, 64, 3), 128, np.uint8)
    grained = with_grain(gray, np.random.default_rng(3))
    np.testing.assert_array_equal(grained, with_grain(gray, np.random.default_rng(3)))
    assert (gray == 128).all()
    assert abs(grained.mean() - 128) < 1
    assert 0.3 < grained.std() < 2 * STRONGEST
