import cv2
import numpy as np
import pytest

from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.likeness import Album, impression, likeness


def test_the_same_picture_in_another_size_and_brightness_is_known_again():
    picture = drawing(1, 320, 240)
    album = Album()
    album.add("first", impression(picture))
    smaller = cv2.resize(picture, (200, 150), interpolation=cv2.INTER_AREA)
    darker = (picture * 0.95).astype(np.uint8)
    assert album.again(impression(smaller), 0.9) == "first"
    assert album.again(impression(darker), 0.9) == "first"


def test_other_pictures_are_not():
    album = Album()
    for seed in range(8):
        assert album.again(impression(drawing(seed, 200, 200)), 0.85) is None
        album.add(str(seed), impression(drawing(seed, 200, 200)))


def test_likeness_to_itself_is_one():
    seen = impression(drawing(2, 100, 100))
    assert likeness(seen, seen) == pytest.approx(1)
