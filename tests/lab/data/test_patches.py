from dataclasses import replace

import numpy as np
import pytest

from afterglow_lab.data.patches import PatchPlan, Sampler, ahead
from afterglow_lab.data.pool import Picture
from afterglow_lab.degradations.jpeg import Jpeg
from tests.lab.support import drawing

PICTURES = [Picture(f"{seed}", "photo", drawing(100, 120, seed)) for seed in range(4)]


PLAN = PatchPlan({"photo": 1.0}, patch=32, batch=4)


def sampler(scale: int = 1, damage: object = Jpeg(quality=(10, 10))) -> Sampler:
    return Sampler(PICTURES, PLAN, damage, scale, seed=5)


@pytest.mark.parametrize("scale", [1, 2])
def test_a_batch_has_the_shapes_and_range_a_network_wants(scale: int):
    damaged, clean = sampler(scale).batch(0)
    assert damaged.shape == (4, 3, 32, 32)
    assert clean.shape == (4, 3, 32 * scale, 32 * scale)
    assert damaged.dtype == clean.dtype == np.float32
    assert damaged.min() >= 0
    assert damaged.max() <= 1


def test_the_same_seed_and_step_give_the_same_batch():
    assert np.array_equal(sampler().batch(7)[0], sampler().batch(7)[0])
    assert not np.array_equal(sampler().batch(7)[0], sampler().batch(8)[0])
    assert not np.array_equal(sampler().batch(7)[0], replace(sampler(), seed=6).batch(7)[0])


def test_damaged_and_clean_show_the_same_place():
    damaged, clean = sampler(damage=lambda pixels, rng: pixels).batch(3)
    assert np.array_equal(damaged, clean)


def test_a_damage_may_say_what_the_picture_should_become():
    class Darker:
        def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
            return self.pair(pixels, rng)[0]

        def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
            return pixels / 4, pixels / 2

    damaged, clean = sampler(damage=Darker()).batch(0)
    assert np.array_equal(2 * damaged, clean)


def test_a_pool_of_pairs_needs_no_damage():
    pictures = [Picture("0", "photo", drawing(100, 120, 0), damaged=drawing(100, 120, 0) // 2)]
    damaged, clean = replace(sampler(), pictures=pictures, plan=replace(PLAN, shrink=0.0)).batch(0)
    assert np.abs(damaged - clean / 2).max() <= 1 / 255


def test_jpeg_in_bytes_is_jpeg_in_numbers():
    def in_numbers(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return Jpeg(quality=(10, 10))(pixels, rng)

    for quick, slow in zip(sampler().batch(2), sampler(damage=in_numbers).batch(2), strict=True):
        assert np.array_equal(quick, slow)


def test_grain_is_part_of_the_clean_picture():
    flat = [Picture("0", "photo", np.full((100, 120, 3), 128, np.uint8))]
    nothing = replace(sampler(damage=lambda pixels, rng: pixels), pictures=flat)
    damaged, clean = replace(nothing, plan=replace(PLAN, grain=1.0)).batch(0)
    assert nothing.batch(0)[1].std() == 0
    assert clean.std() > 0
    assert np.array_equal(damaged, clean)


def test_softness_is_part_of_the_clean_picture():
    rough = np.random.default_rng(1).integers(0, 256, (100, 120, 3), np.uint8)
    nothing = replace(sampler(damage=lambda pixels, rng: pixels), pictures=[Picture("0", "photo", rough)])
    damaged, clean = replace(nothing, plan=replace(PLAN, soft=1.0)).batch(0)
    assert clean.std() < 0.8 * nothing.batch(0)[1].std()
    assert np.array_equal(damaged, clean)


def test_batches_made_ahead_are_those_of_their_steps():
    made = list(ahead(sampler(), 3, 6))
    for step, (damaged, _) in zip(range(3, 6), made, strict=True):
        assert np.array_equal(damaged, sampler().batch(step)[0])


def test_an_error_while_making_batches_reaches_the_loop():
    def broken(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        next(ahead(sampler(damage=broken), 0, 5))


def test_a_picture_of_the_patchs_own_size_is_taken_whole():
    exact = [Picture("0", "photo", drawing(32, 32, 0), damaged=drawing(32, 32, 0) // 2)]
    _, clean = replace(sampler(), pictures=exact).batch(0)
    assert {tuple(np.sort(patch, axis=None)) for patch in clean} == {
        tuple(np.sort(to_unit(exact), axis=None))
    }


def to_unit(pictures: list[Picture]) -> np.ndarray:
    return pictures[0].pixels.astype(np.float32) / 255
