import numpy as np

from afterglow_lab.degradations.chain import Chain, OneOf, Sometimes
from afterglow_lab.degradations.color import Brightness, Contrast, Saturation

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
