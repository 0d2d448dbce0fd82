"""What a block showed of its own pixels holds after a model drew into it."""

from dataclasses import replace

import numpy as np
import pytest

from afterglow.enhance.blocks import hold_blocks
from afterglow.enhance.enhance import enhance
from afterglow.enhance.plan import plan
from afterglow.enhance.recipe import Recipe
from afterglow.image.image import FULL_SCALE, Image
from afterglow.metrics.psnr import psnr
from afterglow.score.pixelation import Mosaic
from tests.score.pictures import jpeg, scene
from tests.support import texture

BLOCK = 4


def in_blocks(pixels, top=0, left=0, place=None):
    """The picture in blocks from a corner on, each showing its mean or one of its pixels."""
    made = pixels.copy()
    for row in range(top, pixels.shape[0] - BLOCK + 1, BLOCK):
        for column in range(left, pixels.shape[1] - BLOCK + 1, BLOCK):
            block = made[row : row + BLOCK, column : column + BLOCK]
            shown = block.mean(axis=(0, 1)) if place is None else block[place]
            block[...] = shown if made.dtype == np.float32 else np.rint(shown)
    return made


def means(pixels, top, left):
    rows, columns = ((pixels.shape[n] - start) // BLOCK for n, start in enumerate((top, left)))
    whole = pixels[top : top + rows * BLOCK, left : left + columns * BLOCK].astype(float)
    return whole.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 1)])
def test_every_block_has_its_mean_again(depth, top, left):
    clean = texture(90, 150, depth)
    before = in_blocks(clean, top, left)
    wrong = 0.04 * FULL_SCALE[np.dtype(depth)]
    after = (0.9 * clean.astype(np.float32) + wrong).astype(depth)
    hold_blocks(before, after, Mosaic(BLOCK, left, top, 1.0))
    apart = np.abs(means(after, top, left) - means(before, top, left)) / FULL_SCALE[np.dtype(depth)]
    assert apart.mean() < 0.002
    assert np.quantile(apart, 0.99) < 0.01


def test_a_block_that_showed_one_of_its_pixels_has_it_again():
    clean = texture(80, 60)
    before = in_blocks(clean, place=(2, 2))
    after = np.clip(clean.astype(int) + np.arange(80)[None, :, None] % 7 - 3, 0, 255).astype(np.uint8)
    hold_blocks(before, after, Mosaic(BLOCK, 0, 0, 1.0))
    assert (after[2::BLOCK, 2::BLOCK] == clean[2::BLOCK, 2::BLOCK]).all()


def test_what_is_no_block_any_more_is_left_as_it_is():
    before = texture(64, 64)
    after = (before // 2 + 60).astype(np.uint8)
    made = after.copy()
    hold_blocks(before, after, Mosaic(BLOCK, 0, 0, 1.0))
    untouched = np.ptp(before.reshape(16, 4, 16, 4, 3).astype(int), axis=(1, 3)).max(axis=2) > 2
    same = (after == made).reshape(16, 4, 16, 4, 3).all(axis=(1, 3, 4))
    assert untouched.any()
    assert same[untouched].all()


def test_holding_comes_nearer_to_the_original():
    clean = scene(256, 192)
    damaged = Image(in_blocks(clean))
    steps = plan(damaged, Recipe(model="mosaic-art"))
    free = enhance(damaged, Recipe(), steps=replace(steps, trace=None)).image.pixels
    held = enhance(damaged, Recipe(), steps=steps).image.pixels
    assert psnr(held, clean) > psnr(free, clean)


def test_a_model_sees_every_mosaic_from_a_whole_block_on():
    recipe = Recipe(model="mosaic-art")
    damaged = in_blocks(scene(256, 192), 1, 2)
    found = plan(Image(damaged), recipe).trace
    assert found == Mosaic(BLOCK, 2, 1, found.evidence)
    aligned = np.pad(damaged, ((3, 0), (2, 0), (0, 0)), mode="edge")
    made = enhance(Image(damaged), recipe).image.pixels
    wanted = enhance(Image(aligned), recipe).image.pixels[3:, 2:]
    inner = slice(BLOCK, None)  # the first blocks are whole in one of them only
    np.testing.assert_array_equal(made[inner, inner], wanted[inner, inner])


def test_a_mosaic_stored_as_jpeg_is_not_taken_for_certain():
    damaged = Image(jpeg(in_blocks(scene(256, 192)), 40))
    steps = plan(damaged, Recipe(model="mosaic-art"))
    if steps.trace:
        after = damaged.pixels.copy()
        hold_blocks(damaged.pixels, after, steps.trace)
        assert (after == damaged.pixels).all()


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_what_is_no_number_does_not_spread_over_its_block(odd):
    clean = texture(80, 60, np.float32)
    before = in_blocks(clean)
    after = (0.9 * clean + 0.04).astype(np.float32)
    plain = after.copy()
    hold_blocks(before, plain, Mosaic(BLOCK, 0, 0, 1.0))
    before[5, 5] = after[5, 5] = odd
    with np.errstate(invalid="ignore"):
        hold_blocks(before, after, Mosaic(BLOCK, 0, 0, 1.0))
    same = np.isclose(after, plain, atol=1e-6).all(axis=2)
    same[4:8, 4:8] = True
    assert same.all()
    assert np.isfinite(after).all(axis=2).sum() == after.shape[0] * after.shape[1] - 1
