import numpy as np
import pytest

from afterglow.score.drawing import drawing
from tests.score.pictures import noisy, scene


def test_a_slope_is_as_flat_lying_as_standing():
    rows = np.repeat(np.arange(0, 256, 2, dtype=np.uint8)[:, None, None], 128, axis=1).repeat(3, axis=2)
    assert drawing(rows).flat == pytest.approx(drawing(np.rot90(rows)).flat)


def test_what_has_few_colours_and_no_texture_is_like_a_drawing():
    drawn = np.full((160, 200, 3), 240, np.uint8)
    drawn[40:90, 60:140] = (200, 40, 30)
    assert min(drawing(drawn)) > 0.9
    assert drawing(noisy(scene(), 10)).flat < 0.3


def test_a_row_of_pixels_has_no_steps_downwards():
    assert drawing(np.full((1, 1, 3), 80, np.uint8)).flat == 1
