import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr

from afterglow.score.cells import CELL, installed, judged, open_judge
from afterglow.score.score import score
from tests.score.pictures import blurred, darkened, image, jpeg, noisy, pixelated, scene

pytestmark = pytest.mark.skipif(not installed(), reason="the judge is not trained yet")


@pytest.fixture(scope="module")
def judge():
    return open_judge(1)


LADDERS = {
    "jpeg": lambda pixels: [jpeg(pixels, quality) for quality in (90, 70, 50, 30, 10)],
    "noise": lambda pixels: [noisy(pixels, sigma) for sigma in (2, 5, 12, 25, 50)],
    "blur": lambda pixels: [blurred(pixels, radius) for radius in (0.7, 1.2, 2, 3.5)],
    "pixelation": lambda pixels: [pixelated(pixels, block) for block in (2, 4, 8, 16)],
    "darkness": lambda pixels: [darkened(pixels, stops) for stops in (0.5, 1.5, 2.5, 4)],
}


@pytest.mark.parametrize("damage", LADDERS)
def test_more_damage_scores_lower(damage, judge):
    values = [score(image(pixels), judge).value for pixels in LADDERS[damage](scene())]
    assert spearmanr(values, range(len(values), 0, -1)).statistic > 0.95
    assert all(0 <= value <= 100 for value in values)


@pytest.mark.parametrize("value", [0, 90, 255])
def test_flat_frames_are_refused(value, judge):
    found = score(image(np.full((200, 200, 3), value, np.uint8)), judge)
    assert found.value == 0
    assert "flat" in found.note


def test_noise_alone_scores_low(judge):
    frame = np.random.default_rng(0).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    assert score(image(frame), judge).value < 20


@pytest.mark.parametrize("shape", [(1, 1), (31, 400)])
def test_tiny_pictures_are_refused(shape, judge):
    assert "too small" in score(image(np.zeros((*shape, 3), np.uint8)), judge).note


def test_the_map_has_a_score_for_each_cell(judge):
    found = score(image(scene(330, 250)), judge)
    assert found.map.shape == (-(-250 // CELL), -(-330 // CELL))
    assert 0 <= found.map.min() <= found.map.max() <= 100
    assert found.uncertainty > 0


def test_depth_does_not_matter(judge):
    wide = scene().astype(np.uint16) * 257
    assert score(image(wide), judge).value == pytest.approx(score(image(scene()), judge).value, abs=0.1)


def test_what_cannot_be_seen_does_not_count(judge):
    covered = replace(image(scene()), alpha=np.zeros((320, 400), np.uint8))
    assert "flat" in score(covered, judge).note
    opaque = replace(image(scene()), alpha=np.full((320, 400), 255, np.uint8))
    assert score(opaque, judge).value == score(image(scene()), judge).value


def test_tiles_see_what_the_whole_would_show(judge, monkeypatch):
    pixels = scene(400, 320)
    whole = judged(pixels, judge).scores
    monkeypatch.setattr(sys.modules[judged.__module__], "TILE", 128)
    np.testing.assert_allclose(judged(pixels, judge).scores, whole, atol=0.05)


def test_a_dark_jpeg_scores_by_its_quality_as_well(judge):
    dark = darkened(scene(), 1.5)
    values = [score(image(jpeg(dark, quality)), judge).value for quality in (90, 50, 15)]
    assert values == sorted(values, reverse=True)
    assert values[0] - values[-1] > 10
