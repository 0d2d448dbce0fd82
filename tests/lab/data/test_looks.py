"""A look repeats with its seed, changes colours and edges but not what is seen, and leaves the original alone."""

import numpy as np

from afterglow_lab.data.looks import with_look


def test_a_look_repeats_with_its_seed_and_keeps_the_picture_recognisable():
    rng = np.random.default_rng(0)
    ramp = np.linspace(40, 215, 64, dtype=np.float32)[:, None, None]
    picture = np.clip(ramp + rng.normal(0, 6, (64, 64, 3)), 0, 255).astype(np.uint8)
    untouched = picture.copy()
    for seed in range(20):
        looked = with_look(picture, np.random.default_rng(seed))
        np.testing.assert_array_equal(looked, with_look(picture, np.random.default_rng(seed)))
        assert (looked != picture).any()
        assert np.corrcoef(looked.mean(2).ravel(), picture.mean(2).ravel())[0, 1] > 0.9
    np.testing.assert_array_equal(picture, untouched)
