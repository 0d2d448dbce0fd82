import numpy as np
import pytest

from afterglow_lab.degradations.mixed import Mixed

NOTHING = {"blur": 0.0, "noise": 0.0, "color": 0.0, "resize": 0.0, "pixelation": 0.0, "jpeg": 0.0}
CLEAN = np.random.default_rng(1).random((40, 40, 3), dtype=np.float32)


def test_without_shares_nothing_happens() -> None:
    assert np.array_equal(Mixed(**NOTHING)(CLEAN, np.random.default_rng(1)), CLEAN)


@pytest.mark.parametrize("name", NOTHING)
def test_every_share_is_wired(name: str) -> None:
    damaged = Mixed(**NOTHING | {name: 1.0})(CLEAN, np.random.default_rng(1))
    assert not np.array_equal(damaged, CLEAN)
