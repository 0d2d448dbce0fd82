import cv2
import numpy as np
import pytest

from afterglow_lab.data.scenes import SCENES, scene
from afterglow_lab.data.scenes.film import developed
from afterglow_lab.data.scenes.street import street
from afterglow_lab.data.scenes.texture import chance, looked_up, texture


@pytest.mark.parametrize("kind", SCENES)
def test_a_scene_has_dark_and_bright_and_comes_from_its_seed_alone(kind):
    first, again, other = scene(kind, 1, 72, 48), scene(kind, 1, 72, 48), scene(kind, 2, 72, 48)
    assert first.shape == (48, 72, 3)
    assert first.dtype == np.uint8
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.percentile(first, 99) - np.percentile(first, 1) > 100


def test_a_street_is_dark_above_and_lit_in_the_middle():
    picture = scene("street", 1, 96, 64).mean(2)
    assert picture[:6, 40:56].mean() < picture[20:44].mean()
    assert picture.max() > 240


def test_somebody_near_may_fill_more_of_a_picture_than_opencv_counts():
    assert street(700, 32, np.random.default_rng(1), finer=4).shape == (32, 700, 3)


@pytest.mark.parametrize("shape", [(3,), (40_000,), (130, 400)])
def test_a_page_is_looked_up_at_any_number_of_places(shape):
    rng = np.random.default_rng(1)
    page = rng.random((40, 60, 3), np.float32)
    row, column = rng.integers(0, 40, shape), rng.integers(0, 60, shape)
    assert np.array_equal(looked_up(page, column, row, cv2.INTER_NEAREST), page[row, column])
    assert np.array_equal(looked_up(page[..., 0], column, row, cv2.INTER_LINEAR), page[row, column, 0])


def test_a_lake_shows_the_mountains():
    assert scene("landscape", 1, 96, 64)[:20].mean() > 90


def test_noise_has_the_spread_it_says_and_repeats_without_a_seam():
    noise = texture(np.random.default_rng(1))
    x, y = np.meshgrid(np.linspace(0, 400, 300), np.linspace(0, 400, 300))
    assert noise.at(x, y).std() == pytest.approx(1, abs=0.15)
    assert noise.clouds(x, y).std() == pytest.approx(1, abs=0.15)
    edge = np.array([511.999, 512.001]), np.array([3.3, 3.3])
    assert np.diff(noise.at(*edge))[0] == pytest.approx(0, abs=0.02)
    ridges = noise.ridges(x, y)
    assert 0 <= ridges.min() < ridges.max() <= 1.01


def test_chance_is_even_and_the_same_each_time():
    cells = np.arange(40_000)
    drawn = chance(cells, cells // 7, 3)
    assert np.array_equal(drawn, chance(cells, cells // 7, 3))
    assert 0 <= drawn.min() < drawn.max() < 1
    assert np.allclose(np.histogram(drawn, 10, (0, 1))[0] / 4000, 1, atol=0.1)


def test_film_keeps_black_black_and_never_leaves_the_scale():
    light = np.zeros((20, 30, 3), np.float32)
    light[5:8, 5:8] = 500
    picture = developed(light, 15, 10, exposure=1)
    assert picture.shape == (10, 15, 3)
    assert picture[-1, -1].max() < 60
    assert picture[3, 3].min() > 250
