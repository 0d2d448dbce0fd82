"""Thumbnails: all of a picture in a small square, whatever its size, shape and depth."""

import numpy as np
import pytest

from afterglow.models.thumbnail import beside, one_by_one, thumbnail_of
from tests.support import texture


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (16, 16), (131, 97), (700, 20)])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_any_picture_has_a_thumbnail(size, depth):
    shown = thumbnail_of(texture(*size, depth), 16)
    assert shown.shape == (1, 3, 16, 16)
    assert shown.dtype == np.float32
    assert shown.min() >= 0
    assert shown.max() <= 1


def test_the_depth_makes_no_difference():
    eight, sixteen, real = (thumbnail_of(texture(300, 200, d), 16) for d in (np.uint8, np.uint16, np.float32))
    assert np.abs(eight - real).max() < 1.5 / 255
    assert np.abs(sixteen - real).max() < 1e-4


def test_a_thumbnail_is_made_of_means_and_not_of_single_pixels():
    stripes = np.zeros((512, 512, 3), np.uint8)
    stripes[::2] = 255
    assert np.abs(thumbnail_of(stripes, 16) - 0.5).max() < 0.02


def test_light_beyond_white_is_white():
    assert thumbnail_of(np.full((40, 40, 3), 3.0, np.float32), 16).max() == 1


def test_only_models_that_want_thumbnails_are_shown_any():
    batch = np.random.default_rng(0).random((2, 3, 40, 60), dtype=np.float32)
    shown = np.zeros((2, 3, 16, 16), np.float32)
    assert beside(batch, shown, 0) == ()
    assert beside(batch, shown, 16)[0] is shown
    (made,) = beside(batch, None, 16)
    assert np.array_equal(made[1:], thumbnail_of(batch[1].transpose(1, 2, 0), 16))


def test_a_batch_is_taken_apart_with_what_lies_beside_it():
    batch, shown = np.arange(6).reshape(3, 2), np.arange(3).reshape(3, 1)
    parts = list(one_by_one((batch, shown)))
    assert [[each.tolist() for each in part] for part in parts] == [
        [[[0, 1]], [[0]]],
        [[[2, 3]], [[1]]],
        [[[4, 5]], [[2]]],
    ]


def test_what_is_no_number_is_black():
    pixels = np.ones((40, 40, 3), np.float32)
    pixels[3, 4] = np.nan
    assert np.isfinite(thumbnail_of(pixels, 16)).all()
