import numpy as np
import pytest

from afterglow_lab.degradations.darkness import Darkness
from afterglow_lab.degradations.light import to_light


def test_a_stop_is_half_the_light() -> None:
    clean = np.linspace(0.3, 1, 30, dtype=np.float32).reshape(10, 3, 1).repeat(3, 2)
    dark = Darkness((1, 1), crush=(0, 0))(clean, np.random.default_rng(1))
    assert to_light(dark) == pytest.approx(to_light(clean) / 2, abs=0.006)


def test_few_numbers_are_left_in_the_dark() -> None:
    clean = np.linspace(0, 0.5, 3000, dtype=np.float32).reshape(50, 20, 3)
    dark = Darkness((4, 4))(clean, np.random.default_rng(1))
    assert len(np.unique(dark)) < 40
    assert dark * 255 == pytest.approx(np.rint(dark * 255), abs=1e-4)
