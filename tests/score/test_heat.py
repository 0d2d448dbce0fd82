import numpy as np

from afterglow.score.heat import COLOURS, coloured, heat_map, score_map


def test_equal_pictures_are_black():
    pixels = np.full((300, 20, 3), 77, np.uint8)
    assert not heat_map(pixels, pixels).any()


def test_the_gain_brings_small_differences_to_white():
    dark, bright = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 51, np.uint8)
    assert (heat_map(dark, bright, gain=5) == COLOURS[-1]).all()


def test_depths_may_differ():
    eight, sixteen = np.full((4, 4, 3), 100, np.uint8), np.full((4, 4, 3), 25700, np.uint16)
    assert not heat_map(eight, sixteen, gain=50).any()


def test_more_is_brighter():
    steps = coloured(np.linspace(0, 1, 50)).sum(axis=1, dtype=int)
    assert (np.diff(steps) >= 0).all()


def test_a_map_of_cells_has_the_size_of_its_picture():
    assert score_map(np.full((3, 4), 50.0), 40, 60, 16).shape == (40, 60, 3)
