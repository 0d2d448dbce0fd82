"""No frequency of a block changes by more than JPEG's rounding mostly took from it."""

from dataclasses import replace

import numpy as np
import PIL.Image
import pytest

from afterglow.enhance.enhance import enhance
from afterglow.enhance.plan import plan
from afterglow.enhance.recipe import Recipe
from afterglow.enhance.rounding import hold_rounding, rounding_of
from afterglow.image import read
from afterglow.image.image import Image
from afterglow.metrics.psnr import psnr
from afterglow.score.combs import table
from afterglow.score.frequencies import BLOCK, basis, coefficients
from afterglow.score.quantisation import Rounding
from tests.score.pictures import blurred, jpeg, noisy, scene

LUMA = np.array([0.299, 0.587, 0.114])
GRID = Rounding(quality=80, left=0, top=0, evidence=1.0, standard=True)


def bound(quality):
    steps = table(quality).astype(float)
    return steps**2 / (2 * (steps + 20))


def changed(rows=96, columns=80, by=1.3, top=0, left=0):
    """A gray picture of 16 bits, and the same with every frequency changed by so many bounds."""
    signs = np.random.default_rng(5).choice([-1.0, 1.0], (rows // BLOCK, columns // BLOCK, BLOCK * BLOCK))
    blocks = (signs * by * bound(80).ravel()) @ basis().T
    change = (
        blocks.reshape(rows // BLOCK, columns // BLOCK, BLOCK, BLOCK).swapaxes(1, 2).reshape(rows, columns)
    )
    before = np.full((rows + top, columns + left, 3), 128 * 257, np.uint16)
    after = before.copy()
    after[top:, left:] += np.rint(257 * change).astype(np.int64)[:, :, None].astype(np.uint16)
    return before, after


def moves(before, after, top=0, left=0):
    luma = (after.astype(float) - before.astype(float)) @ LUMA / 257
    return coefficients(luma, top, left, np.arange(BLOCK * BLOCK)).reshape(-1, BLOCK, BLOCK)


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 0), (0, 5), (7, 1)])
def test_frequencies_stay_within_their_bounds_wherever_the_blocks_lie(top, left):
    before, after = changed(rows=200, top=top, left=left)
    assert (np.abs(moves(before, after, top, left)) > 1.2 * bound(80)).all()
    hold_rounding(before, after, Rounding(80, left, top, 1.0, True))
    assert (np.abs(moves(before, after, top, left)) <= bound(80) + 0.05).all()


def test_what_lies_within_the_bounds_is_left_as_it_is():
    before, after = changed(by=0.9)
    made = after.copy()
    hold_rounding(before, after, GRID)
    assert np.abs(after.astype(int) - made).max() <= 1


def test_a_model_that_changes_far_more_than_usual_is_believed():
    before, after = changed(by=3.0)
    made = after.copy()
    hold_rounding(before, after, GRID)
    assert (after == made).all()


def test_half_the_strength_moves_half_as_far():
    before, after = changed()
    half = ((before.astype(int) + after) // 2).astype(np.uint16)
    hold_rounding(before, after, GRID)
    hold_rounding(before, half, GRID, 0.5)
    assert np.abs((after.astype(int) - before) - 2 * (half.astype(int) - before)).max() <= 8


@pytest.mark.parametrize("depth", [np.uint8, np.float32])
def test_every_depth_is_held_alike(depth):
    before, after = changed()
    scale = 1 / 257 if depth == np.uint8 else 1 / 65535
    other, made = ((pixels * scale).astype(depth) for pixels in (before, after))
    hold_rounding(before, after, GRID)
    hold_rounding(other, made, GRID)
    assert np.abs(made / scale - after.astype(float)).max() <= (1.5 * 257 if depth == np.uint8 else 2)


def test_gray_stays_gray():
    before, after = changed()
    hold_rounding(before, after, GRID)
    assert np.ptp(after, axis=2).max() <= 1


def test_a_picture_that_looks_gray_gets_no_colour():
    gray = np.repeat(scene()[:, :, 1:2], 3, axis=2)
    before = jpeg(gray, 90)
    after = np.clip(before + np.random.default_rng(3).integers(-4, 5, before.shape), 0, 255).astype(np.uint8)
    hold_rounding(before, after, Rounding(90, 0, 0, 1.0, True))
    apart = after.max(axis=2).astype(int) - after.min(axis=2)
    assert apart.max() <= 1


def test_the_pixels_tell_how_they_were_rounded():
    found = rounding_of(Image(jpeg(scene(), 60)[3:, 5:]))
    assert found is not None
    assert (found.quality, found.left, found.top) == (60, 3, 5)


def test_the_file_tells_where_its_steps_are_too_fine_to_be_seen(tmp_path):
    PIL.Image.fromarray(noisy(scene(), 3)).save(tmp_path / "fine.jpg", quality=99)
    found = rounding_of(read(tmp_path / "fine.jpg"))
    assert found is not None
    assert found.quality == 99


def test_what_was_never_a_jpeg_is_not_held():
    assert rounding_of(Image(scene())) is None


def test_grain_is_not_taken_for_damage():
    grainy = blurred(noisy(blurred(scene(), 0.5), 16), 1.0)
    damaged = Image(jpeg(grainy, 90))
    steps = plan(damaged, Recipe(model="jpeg-photo"))
    free = enhance(damaged, Recipe(), steps=replace(steps, trace=None)).image.pixels
    held = enhance(damaged, Recipe(), steps=steps).image.pixels
    assert psnr(held, grainy) > psnr(free, grainy) + 0.1
    assert psnr(held, grainy) > psnr(damaged.pixels, grainy) + 0.1


def test_twice_compressed_pictures_are_still_restored():
    clean = scene()
    damaged = jpeg(jpeg(clean, 20)[3:, 5:], 92)
    made = enhance(Image(damaged), Recipe(model="jpeg-photo")).image.pixels
    assert psnr(made, clean[3:, 5:]) > psnr(damaged, clean[3:, 5:]) + 0.5


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_what_is_no_number_does_not_spread_over_its_block(odd):
    before, after = (pixels.astype(np.float32) / 65535 for pixels in changed())
    plain = after.copy()
    hold_rounding(before, plain, GRID)
    before[20, 20] = after[20, 20] = odd
    hold_rounding(before, after, GRID)
    held = np.isfinite(after).all(axis=2)
    assert not held[20, 20]
    assert held.sum() == held.size - 1
    assert np.abs(after - plain)[held].mean() < 1e-4
