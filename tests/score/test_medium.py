import numpy as np
import pytest

from afterglow.score.medium import drawn, small, traits
from tests.score.pictures import jpeg, noisy, pixelated, scene


def cartoon(width=400, height=320, seed=0):
    """Flat areas of few colours with outlines, without any texture."""
    rng = np.random.default_rng(seed)
    canvas = np.full((height, width, 3), 245, np.uint8)
    rows, columns = np.mgrid[:height, :width]
    for _ in range(9):
        centre, radius = rng.uniform((40, 40), (height - 40, width - 40)), rng.uniform(20, 70)
        away = np.hypot(rows - centre[0], columns - centre[1])
        canvas[away < radius + 3] = 20
        canvas[away < radius] = rng.integers(60, 255, 3)
    return canvas


@pytest.mark.parametrize(
    "damage", [lambda p: p, lambda p: jpeg(p, 30), lambda p: noisy(p, 12), lambda p: pixelated(p, 3)]
)
def test_a_drawing_is_more_like_a_drawing_than_textured_ground_is(damage):
    assert drawn(damage(cartoon())) > 0.5
    assert drawn(damage(cartoon())) > drawn(damage(noisy(scene(), 6)))


def test_the_small_copy_holds_means():
    pixels = np.zeros((400, 800, 3), np.uint16)
    pixels[:, ::2] = 65535
    copy = small(pixels)
    assert max(copy.shape) <= 192
    assert copy.mean() == pytest.approx(127.5, abs=1)


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (7, 7), (64, 64)])
def test_odd_pictures_have_traits(shape):
    found = traits(np.full((*shape, 3), 40, np.uint8))
    assert len(found) == len(traits(scene()))
    assert np.isfinite(found).all()


def test_what_is_no_number_is_black():
    assert np.isfinite(traits(np.full((64, 64, 3), np.nan, np.float32))).all()
