import numpy as np
import pytest

from afterglow.score.light import STOPS, brightened, light, stops_missing, worth
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


@pytest.mark.parametrize("stops", [1, 2, 3])
def test_the_light_that_is_missing_is_measured_and_given_back(stops):
    dark = darkened(scene(), stops)
    missing = stops_missing(light(dark)) - stops_missing(light(scene()))
    assert missing == pytest.approx(stops, abs=0.35)
    assert light(brightened(dark, stops_missing(light(dark)))).peak == pytest.approx(0.92, abs=0.02)


def test_what_got_enough_light_lacks_none():
    assert stops_missing(light(scene())) < 0.1
    assert worth(0) == 1


def test_the_darker_the_less_is_left_down_to_black():
    shares = [worth(stops) for stops in (*STOPS, 5, 8, 20)]
    assert shares == sorted(set(shares), reverse=True)
    assert shares[-1] > 0


@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_every_depth_is_brightened_and_keeps_its_own(depth):
    full = 1 if depth == np.float32 else np.iinfo(depth).max
    made = brightened(np.full((300, 4, 3), full * 0.25).astype(depth), 2.2)
    assert made.dtype == depth
    assert made / full == pytest.approx(0.5, abs=0.01)
