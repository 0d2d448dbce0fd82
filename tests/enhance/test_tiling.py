"""Tiles: every pixel once, enough seen around it, always on the network's grid."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.enhance.tiling import Grid, tiles_of, tiles_within, whole
from afterglow.image.geometry import Size
from afterglow.models.card import ModelCard


def card(context: int, multiple: int) -> ModelCard:
    return ModelCard("n", "t", "fast", "", "", 1, multiple, context, "f", "")


sides = st.integers(1, 700)
contexts = st.integers(0, 12)
multiples = st.sampled_from([1, 2, 4, 8])


def check(grid: Grid, size: Size, context: int, multiple: int) -> None:
    seen = np.zeros((size.height, size.width), np.uint8)
    padded = Size(-(-size.width // multiple) * multiple, -(-size.height // multiple) * multiple)
    for tile in grid.tiles:
        seen[tile.core.slices] += 1
        assert tile.view.size == grid.view
        assert tile.view.left % multiple == 0
        assert tile.view.top % multiple == 0
        assert tile.view.right <= padded.width
        assert tile.view.bottom <= padded.height
        wanted = tile.core.grown(context).within(padded)
        assert tile.view.left <= wanted.left
        assert tile.view.top <= wanted.top
        assert tile.view.right >= min(wanted.right, size.width)
        assert tile.view.bottom >= min(wanted.bottom, size.height)
    assert (seen == 1).all()


@settings(max_examples=300, deadline=None)
@given(sides, sides, contexts, multiples, st.integers(1, 300))
def test_tiles_of_any_side_give_every_pixel_once(width, height, context, multiple, side):
    context *= multiple
    size = Size(width, height)
    check(tiles_of(size, card(context, multiple), side), size, context, multiple)


@settings(max_examples=300, deadline=None)
@given(
    sides, sides, contexts, multiples, st.integers(1, 300), st.tuples(st.integers(0, 7), st.integers(0, 7))
)
def test_tiles_that_begin_before_the_picture_give_every_pixel_once(
    width, height, context, multiple, side, lead
):
    across, down = lead
    grid = tiles_of(Size(width + across, height + down), card(context * multiple, multiple), side)
    seen = np.zeros((height, width), np.uint8)
    for tile in grid.led_by(lead).tiles:
        seen[tile.core.slices] += 1
        assert tile.core.size.pixels > 0
        assert (tile.view.left + across) % multiple == (tile.view.top + down) % multiple == 0
    assert (seen == 1).all()


@settings(max_examples=300, deadline=None)
@given(sides, sides, contexts, multiples, st.integers(100, 300_000))
def test_tiles_within_a_limit_keep_it(width, height, context, multiple, most):
    context *= multiple
    size = Size(width, height)
    grid = tiles_within(size, card(context, multiple), most)
    if grid is not None:
        assert grid.view.pixels <= most
        check(grid, size, context, multiple)
    else:
        least = [min(2 * context + 2 * multiple, -(-length // multiple) * multiple) for length in size]
        assert most < least[0] * least[1]


def test_one_tile_when_it_fits():
    grid = tiles_within(Size(1280, 720), card(128, 8), 1280 * 720)
    assert grid == whole(Size(1280, 720), card(128, 8))
    assert len(grid.tiles) == 1
