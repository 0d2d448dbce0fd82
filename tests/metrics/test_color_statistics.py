import numpy as np
import pytest
from scipy import stats

from afterglow.metrics import color_statistics
from tests.support import texture


def test_the_numbers_are_those_of_numpy_and_scipy() -> None:
    pixels = texture(60, 40, np.float32)
    green = color_statistics(pixels)["rgb"]["green"]
    values = pixels[..., 1].astype(float).ravel()
    wanted = [values.mean(), values.std(), stats.skew(values), values.min(), np.median(values), values.max()]
    found = [green.mean, green.deviation, green.skewness, green.lowest, green.median, green.highest]
    assert found == pytest.approx(wanted, abs=1e-4)


def test_white_is_light_and_has_no_colour() -> None:
    white = color_statistics(np.full((4, 4, 3), 255, np.uint8))
    assert white["lab"]["lightness"].mean == pytest.approx(100, abs=1e-3)
    assert white["lab"]["green to red"].mean == pytest.approx(0, abs=0.02)
    assert white["hsv"]["saturation"].highest == 0


def test_reds_on_either_side_of_zero_have_a_red_mean() -> None:
    pixels = np.zeros((1, 2, 3), np.float32)
    pixels[0, :, 0] = 1
    pixels[0, 0, 1] = pixels[0, 1, 2] = 0.2
    hue = color_statistics(pixels)["hsv"]["hue"]
    assert min(hue.mean, 1 - hue.mean) == pytest.approx(0, abs=1e-6)
    assert hue.deviation == pytest.approx(0.2 / 6, abs=1e-6)


def test_a_gray_picture_has_no_hue() -> None:
    assert color_statistics(np.full((3, 3, 3), 0.5, np.float32))["hsv"]["hue"].deviation == 0
