import numpy as np

from afterglow_lab.degradations.chain import Chain, OneOf, Sometimes, paired
from afterglow_lab.degradations.color import Brightness, Contrast, Saturation
from afterglow_lab.degradations.jpeg import Jpeg
from afterglow_lab.degradations.night import NightCamera

CLEAN = np.random.default_rng(1).random((5, 6, 3), dtype=np.float32)


def test_steps_come_in_order() -> None:
    pale, dim = Saturation((0, 0)), Contrast((0.5, 0.5))
    rng, again = np.random.default_rng(3), np.random.default_rng(3)
    assert np.array_equal(Chain((pale, dim))(CLEAN, rng), dim(pale(CLEAN, again), again))


def test_without_steps_the_picture_is_a_copy() -> None:
    untouched = Chain()(CLEAN, np.random.default_rng(1))
    assert np.array_equal(untouched, CLEAN)
    assert not np.shares_memory(untouched, CLEAN)


def test_sometimes_is_as_often_as_asked() -> None:
    step = Sometimes(0.3, Brightness((0.1, 0.1)))
    rng = np.random.default_rng(1)
    hits = sum(not np.array_equal(step(CLEAN, rng), CLEAN) for _ in range(1000))
    assert 250 < hits < 350


def test_one_of_takes_each() -> None:
    step = OneOf((Saturation((0, 0)), Chain(), Brightness((0.1, 0.1))))
    rng = np.random.default_rng(1)
    assert len({step(CLEAN, rng).tobytes() for _ in range(40)}) == 4


def test_what_sometimes_changes_what_is_right_says_so_when_it_does() -> None:
    step = Sometimes(0.5, NightCamera(iso=(100, 100), stops=(2, 2)))
    rng = np.random.default_rng(1)
    made = [step.pair(CLEAN, rng) for _ in range(20)]
    untouched = [target is CLEAN for _, target in made]
    assert 3 < sum(untouched) < 17
    for (damaged, target), alone in zip(made, untouched, strict=True):
        assert np.array_equal(damaged, CLEAN) == alone
        assert (target.mean() < 0.6 * CLEAN.mean()) != alone


def test_a_chain_with_a_night_in_it_aims_at_the_night_without_the_rest() -> None:
    night, stored = NightCamera(iso=(100, 100), stops=(2, 2)), Jpeg((5, 5))
    damaged, target = Chain((stored, night, stored)).pair(CLEAN, np.random.default_rng(4))
    again = np.random.default_rng(4)
    worse = stored(CLEAN, again)
    assert np.array_equal(target, night.pair(CLEAN, again)[1])
    again = np.random.default_rng(4)
    stored(CLEAN, again)
    assert np.array_equal(damaged, stored(night.pair(worse, again)[0], again))


def test_what_is_right_has_the_size_of_the_clean_picture() -> None:
    large = CLEAN.repeat(2, axis=0).repeat(2, axis=1)
    for step in (Chain((Jpeg(),)), Jpeg(), Sometimes(1.0, Jpeg())):
        assert paired(step, CLEAN, large, np.random.default_rng(1))[1] is large
    dark = paired(NightCamera(stops=(2, 2)), CLEAN, large, np.random.default_rng(1))[1]
    assert dark.shape == large.shape
    assert dark.mean() < 0.6 * large.mean()
