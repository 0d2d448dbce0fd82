import math

import numpy as np
import pytest

from afterglow.image.image import Image
from afterglow.metrics import METRICS
from afterglow.score.cells import installed
from afterglow.score.compare import compare
from tests.score.pictures import blurred, image, jpeg, scene

with_judge = pytest.mark.skipif(not installed(), reason="the judge is not trained yet")


def test_the_one_nearer_to_the_reference_is_better():
    truth = scene()
    found = compare(image(jpeg(truth, 20)), image(jpeg(truth, 80)), image(truth))
    assert found.better == "b"
    assert found.confidence > 0.95
    assert set(found.metrics) == set(METRICS)
    assert found.metrics["psnr"]["b"] > found.metrics["psnr"]["a"]


def test_equal_pictures_are_equal():
    found = compare(image(scene()), image(scene()))
    assert found.better == ""
    assert found.confidence == 1
    assert found.metrics["psnr"]["between"] == math.inf


def test_equal_pictures_beside_a_reference_are_equal():
    found = compare(image(jpeg(scene(), 30)), image(jpeg(scene(), 30)), image(scene()))
    assert found.better == ""


def test_depths_may_differ():
    wide = Image(scene().astype(np.uint16) * 257)
    found = compare(wide, image(scene()))
    assert (found.better, found.confidence, found.reason) == ("", 1.0, "their pixels are equal")


def test_sizes_may_differ_and_that_is_said():
    found = compare(image(scene()), image(scene(200, 160)), image(scene()))
    assert found.better == "a"
    assert any("resampled" in note for note in found.notes)


def test_one_pixel_can_be_compared():
    found = compare(image(np.zeros((1, 1, 3), np.uint8)), image(np.full((1, 1, 3), 9, np.uint8)))
    assert found.better == ""
    assert found.confidence == 0.5


@with_judge
def test_without_a_reference_the_judge_decides():
    found = compare(image(scene()), image(blurred(scene(), 3)))
    assert found.better == "a"
    assert found.scores["a"].value > found.scores["b"].value
