import shutil

import cv2
import numpy as np
import pytest

from afterglow_lab.data import pictures
from afterglow_lab.data.check import Bar, check
from afterglow_lab.data.drawings import drawing


def test_every_kind_of_fault_is_found_and_good_pictures_are_left_in_peace(tmp_path):
    good = [drawing(seed, 240, 200) for seed in (1, 2, 3)]
    for number, picture in enumerate(good):
        pictures.put(pictures.encoded(picture, "png"), tmp_path / f"{number}_good.png")
    shutil.copy(tmp_path / "0_good.png", tmp_path / "copy.png")
    larger = cv2.resize(good[1], (480, 400), interpolation=cv2.INTER_CUBIC)
    pictures.put(pictures.encoded(larger, "png"), tmp_path / "larger.png")
    pictures.put(pictures.encoded(drawing(4, 240, 200), "jpg", 40), tmp_path / "compressed.jpg")
    pictures.put(pictures.encoded(drawing(5, 90, 200), "png"), tmp_path / "small.png")
    pictures.put(pictures.encoded(np.full((200, 200, 3), 30, np.uint8), "png"), tmp_path / "blank.png")
    blurred = cv2.GaussianBlur(drawing(6, 240, 200), (0, 0), 9)
    pictures.put(pictures.encoded(blurred, "png"), tmp_path / "blurred.png")
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "compressed.jpg").read_bytes()[:900])
    report = check(tmp_path, Bar())
    assert report.pictures == 10
    assert {(fault.file, fault.kind) for fault in report.faults} == {
        ("copy.png", "again"),
        ("larger.png", "again"),
        ("compressed.jpg", "compressed"),
        ("small.png", "small"),
        ("blank.png", "blank"),
        ("blurred.png", "blurred"),
        ("cut.jpg", "unreadable"),
    }


@pytest.mark.parametrize(("asked", "faults"), [(240, 0), (241, 1)])
def test_the_bar_is_what_was_asked(asked, faults, tmp_path):
    pictures.put(pictures.encoded(drawing(1, 240, 240), "png"), tmp_path / "a.png")
    assert len(check(tmp_path, Bar(smallest=asked)).faults) == faults
