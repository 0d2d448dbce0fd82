import numpy as np
import pytest

from afterglow_lab.data.pool import Picture
from afterglow_lab.scoring.damage import KINDS
from afterglow_lab.scoring.grades import CLEAN, POINTS, points
from afterglow_lab.scoring.ladders import RECIPES, RUNGS, LadderSampler, rising_levels
from tests.score.pictures import scene


@pytest.fixture
def sampler():
    pictures = [Picture(str(seed), "photo", scene(256, 224, seed)) for seed in range(2)]
    return LadderSampler(pictures, {"photo": 1.0}, 2, 96, 5)


def test_the_same_step_gives_the_same_batch(sampler):
    one, two = sampler.batch(3), sampler.batch(3)
    np.testing.assert_array_equal(one.pixels, two.pixels)
    assert one.pixels.shape == (2 * RUNGS, 3, 96, 96)
    assert 0 <= one.pixels.min() <= one.pixels.max() <= 1


def test_points_lie_between_nothing_and_clean(sampler):
    for step in range(6):
        worth = sampler.batch(step).points
        assert (worth >= 1).all()
        assert (worth <= CLEAN).all()


@pytest.mark.parametrize("recipe", [recipe for recipe in RECIPES if recipe])
def test_levels_rise_from_rung_to_rung(recipe):
    for seed in range(20):
        rungs = rising_levels(recipe, np.random.default_rng(seed))
        for kind in recipe:
            found = [rung[kind] for rung in rungs]
            assert found == sorted(found)


@pytest.mark.parametrize("kind", KINDS)
def test_more_damage_is_worth_less(kind):
    levels, worth = POINTS[kind]
    assert list(levels) == sorted(levels)
    assert list(worth) == sorted(worth, reverse=True)
    assert points({kind: 0.9}, None) < points({kind: 0.4}, None)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_keeps_the_size_and_grows(kind):
    pixels = scene(160, 128)
    mild, strong = (KINDS[kind](pixels, level, np.random.default_rng(0)) for level in (0.3, 0.9))
    assert mild.shape == strong.shape == pixels.shape
    assert mild.dtype == np.uint8
    assert np.abs(strong.astype(int) - pixels).mean() > np.abs(mild.astype(int) - pixels).mean()
