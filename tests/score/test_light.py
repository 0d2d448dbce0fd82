import numpy as np
import pytest

from afterglow.score.light import light
from tests.score.pictures import darkened, scene


def test_less_light_shows_in_the_highlights():
    for clue in ("highlights", "peak"):
        found = [getattr(light(darkened(scene(), stops)), clue) for stops in (0, 0.5, 1, 2, 4)]
        assert found == sorted(found, reverse=True)
        assert found[0] > 0.8


def test_a_lamp_at_night_is_bright_enough():
    night = darkened(scene(), 4)
    night[100:130, 100:130] = (255, 180, 60)
    assert light(night).peak == 1
    assert light(night).highlights < 0.8


def test_one_hot_pixel_is_no_light():
    night = darkened(scene(), 4)
    night[100, 100] = 255
    assert light(night).peak < 0.5


def test_a_flat_frame_is_as_bright_as_it_is():
    assert light(np.full((50, 50, 3), 51, np.uint8)).peak == pytest.approx(0.2)
