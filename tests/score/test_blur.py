import numpy as np
import pytest

from afterglow.score.blur import blur
from tests.score.pictures import blurred, noisy, scene


def test_more_blur_counts_more():
    found = [blur(blurred(scene(), radius)) for radius in (0, 0.5, 1, 2, 4, 8)]
    assert found == sorted(found)


def test_noise_is_not_blur():
    assert blur(noisy(scene(), 20)) < blur(scene())


@pytest.mark.parametrize("shape", [(1, 1), (10, 10), (200, 200)])
def test_a_flat_frame_has_no_blur(shape):
    assert blur(np.full((*shape, 3), 90, np.uint8)) == 0
