import cv2
import numpy as np

from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.worth import is_blank, sharpness


def test_one_colour_is_blank_and_a_drawing_is_not():
    assert is_blank(np.full((50, 80, 3), 90, np.uint8))
    assert is_blank(np.random.default_rng(1).normal(90, 2, (50, 80, 3)).astype(np.uint8))
    assert not is_blank(drawing(1, 200, 200))


def test_a_blurred_picture_is_less_sharp():
    picture = drawing(1, 320, 320)
    blurred = cv2.GaussianBlur(picture, (0, 0), 6)
    assert sharpness(blurred) < 15 < sharpness(picture)


def test_sharpness_hardly_depends_on_the_size_of_a_large_picture():
    picture = cv2.resize(drawing(1, 160, 160), (640, 640))
    large = cv2.resize(picture, (1280, 1280), interpolation=cv2.INTER_NEAREST)
    assert 0.8 < sharpness(large) / sharpness(picture) < 1.25
