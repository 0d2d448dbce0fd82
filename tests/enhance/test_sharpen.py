"""Sharpening steepens edges, keeps flat places, and does not depend on the bands it works in."""

import numpy as np
import pytest

from afterglow.enhance import sharpen as room
from afterglow.enhance.sharpen import sharpen
from tests.support import texture


def sharpened(pixels, amount):
    canvas = np.zeros_like(pixels)
    sharpen(pixels, amount, canvas)
    return canvas


def test_nothing_is_nothing():
    pixels = texture(50, 40)
    np.testing.assert_array_equal(sharpened(pixels, 0), pixels)


def test_flat_places_stay():
    pixels = np.full((30, 30, 3), 77, np.uint8)
    assert (sharpened(pixels, 1) == 77).all()


def test_more_is_steeper():
    edge = np.zeros((20, 40, 3), np.float32) + 0.3
    edge[:, 20:] = 0.7
    soft = sharpened(edge, 0.0)
    spans = [np.ptp(sharpened(soft, amount)) for amount in (0, 0.3, 0.6, 1)]
    assert spans == sorted(spans)
    assert spans[-1] > spans[0]


@pytest.mark.parametrize("rows", [1, 5, 17])
def test_bands_leave_no_trace(rows, monkeypatch):
    pixels = texture(60, 50)
    entire = sharpened(pixels, 0.8)
    monkeypatch.setattr(room, "BAND", rows)
    np.testing.assert_array_equal(sharpened(pixels, 0.8), entire)


def test_one_pixel_is_enough():
    assert sharpened(texture(1, 1), 1).shape == (1, 1, 3)
