"""Each picture gets one of the damages, as often as its share says, with that damage's idea of what is right."""

import numpy as np
import pytest

from afterglow.errors import WrongOption
from afterglow_lab.degradations.either import Either

GRAY = np.full((32, 32, 3), 0.5, np.float32)


def test_shares_say_how_often_a_damage_is_drawn():
    damage = Either(
        ({"kind": "gaussian_noise", "share": 0.8}, {"kind": "jpeg", "untouched": 1.0, "share": 0.2})
    )
    noisy = [(damage(GRAY, np.random.default_rng(seed)) != GRAY).any() for seed in range(100)]
    assert 65 < sum(noisy) < 92


def test_the_damage_that_was_drawn_says_what_is_right():
    night = {"kind": "night", "iso": [100, 100], "stops": [2, 2]}
    _, darker = Either((night,)).pair(GRAY, np.random.default_rng(1))
    assert darker.mean() < 0.4
    _, same = Either(({"kind": "jpeg"},)).pair(GRAY, np.random.default_rng(1))
    assert same is GRAY


@pytest.mark.parametrize("tables", [(), ({"kind": "jpeg", "share": 0},), ({"kind": "gold"},)])
def test_what_cannot_be_drawn_is_told_at_once(tables: tuple[dict, ...]):
    with pytest.raises(WrongOption):
        Either(tables)
