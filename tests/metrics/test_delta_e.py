import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from afterglow.metrics.color_spaces import to_lab
from afterglow.metrics.delta_e import ciede2000, delta_e
from tests.support import texture

# Pairs published by Sharma, Wu and Dalal to find mistakes in just this formula.
PUBLISHED = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "wanted"), PUBLISHED)
def test_it_gives_the_published_values(one: tuple, other: tuple, wanted: float) -> None:
    assert ciede2000(np.array(one, float), np.array(other, float)) == pytest.approx(wanted, abs=1e-4)


def test_it_is_what_scikit_image_says() -> None:
    one, other = texture(200, 150, np.float32, seed=1), texture(200, 150, np.float32, seed=2)
    wanted = deltaE_ciede2000(rgb2lab(one.astype(float)), rgb2lab(other.astype(float))).mean()
    assert delta_e(one, other) == pytest.approx(wanted, abs=1e-4)


def test_every_corner_of_the_colour_cube_is_where_scikit_image_puts_it() -> None:
    corners = np.stack(np.meshgrid([0, 0.02, 0.5, 1], [0, 0.02, 0.5, 1], [0, 0.02, 0.5, 1]), axis=-1)
    colours = corners.reshape(1, -1, 3).astype(np.float32)
    assert to_lab(colours) == pytest.approx(rgb2lab(colours.astype(float)), abs=1e-3)


def test_saturated_colours_against_all_others() -> None:
    corners = np.stack(np.meshgrid([0, 0.5, 1], [0, 0.5, 1], [0, 0.5, 1]), axis=-1).reshape(-1, 3)
    one = np.repeat(corners, len(corners), axis=0)[None].astype(np.float32)
    other = np.tile(corners, (len(corners), 1))[None].astype(np.float32)
    wanted = deltaE_ciede2000(rgb2lab(one.astype(float)), rgb2lab(other.astype(float)))
    assert ciede2000(to_lab(one), to_lab(other)) == pytest.approx(wanted, abs=2e-2)
    assert delta_e(one, other) == pytest.approx(wanted.mean(), abs=1e-4)
