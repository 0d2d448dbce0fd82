"""Tiles give the pixels of the whole picture, at any size, depth and strength."""

from itertools import pairwise
from threading import Event

import numpy as np
import pytest

from afterglow.enhance.restore import restore
from afterglow.enhance.tiling import tiles_of, whole
from afterglow.image.geometry import Size
from afterglow.progress import Cancelled, Progress
from tests.support import Blur, Lift, texture


def restored(pixels, session, side=None, **options):
    size = Size(pixels.shape[1], pixels.shape[0])
    scale = session.card.scale
    canvas = np.zeros((size.height * scale, size.width * scale, 3), pixels.dtype)
    grid = tiles_of(size, session.card, side) if side else whole(size, session.card)
    restore(pixels, session, grid, canvas, **options)
    return canvas


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("side", [1, 7, 16, 33, 64, 200])
def test_tiles_equal_the_whole(side, scale):
    pixels = texture(131, 97, np.float32)
    entire = restored(pixels, Blur(scale=scale))
    np.testing.assert_allclose(restored(pixels, Blur(scale=scale), side), entire, atol=1e-6)


@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("side", [7, 33, 64])
def test_tiles_of_a_model_that_looks_at_the_whole_picture_agree(side, depth):
    pixels, lift = texture(131, 97, depth), Lift()
    entire = restored(pixels, Lift()).astype(np.float64)
    tiled = restored(pixels, lift, side)
    np.testing.assert_allclose(tiled, entire, atol=1e-6 if depth is np.float32 else 1)
    assert len(lift.thumbnails) > 1
    assert all(shown is lift.thumbnails[0] for shown in lift.thumbnails)


def test_what_is_decided_for_the_whole_picture_is_blended_too():
    pixels = texture(60, 40, np.float32)
    none, half, full = (restored(pixels, Lift(), 16, strength=s / 2) for s in range(3))
    np.testing.assert_array_equal(none, pixels)
    np.testing.assert_allclose(half, (pixels + full) / 2, atol=1e-6)


def test_every_small_size_works():
    for width in range(1, 71, 3):
        for height in range(1, 71):
            pixels = texture(width, height)
            result = restored(pixels, Blur(2), 16)
            assert result.shape == pixels.shape


@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_strength_nothing_changes_nothing(depth):
    pixels = texture(60, 40, depth)
    np.testing.assert_array_equal(restored(pixels, Blur(), strength=0), pixels)


def test_strength_is_monotone():
    pixels = texture(60, 40)
    steps = [restored(pixels, Blur(), strength=s / 10).astype(int) for s in range(11)]
    towards = np.sign(steps[-1] - steps[0])
    for weaker, stronger in pairwise(steps):
        assert ((stronger - weaker) * towards >= 0).all()


def test_gray_stays_gray():
    pixels = np.repeat(texture(60, 40)[:, :, :1], 3, axis=2)
    result = restored(pixels, Blur(), gray=True)
    assert (result == result[:, :, :1]).all()


def test_light_beyond_white_survives_in_float_pictures():
    pixels = np.full((16, 16, 3), 3.5, np.float32)
    assert restored(pixels, Blur(1))[8, 8, 0] == pytest.approx(3.5)


def test_stopping_leaves_at_the_next_tile():
    stop, session = Event(), Blur()
    progress = Progress(show=lambda done: stop.set(), stopped=stop.is_set)
    with pytest.raises(Cancelled):
        restored(texture(400, 40), session, 16, progress=progress)
    assert len(session.views) == 1


def test_all_tiles_have_one_shape():
    session = Blur()
    restored(texture(301, 203), session, 32)
    assert len(set(session.views)) == 1


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_stays_where_it_is_and_spreads_no_further(odd):
    pixels = texture(60, 40, np.float32)
    pixels[20, 30] = odd
    result = restored(pixels, Blur(), 16)
    np.testing.assert_array_equal(result[20, 30], pixels[20, 30])
    assert np.isfinite(np.delete(result.reshape(-1, 3), 20 * 60 + 30, axis=0)).all()
