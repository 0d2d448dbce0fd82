import numpy as np
import pytest

from afterglow.models.thumbnail import thumbnail_of
from afterglow_lab.data.patches import PatchPlan, Sampler
from afterglow_lab.data.pool import Picture
from afterglow_lab.data.taking import framed, taken
from afterglow_lab.degradations.jpeg import Jpeg
from afterglow_lab.degradations.phone import PhoneCamera
from tests.lab.support import drawing

PICTURE = Picture("0", "photo", drawing(100, 120, 0))
SMALL = Picture("1", "photo", drawing(40, 50, 1))


def sampler(damage: object, pictures: list[Picture]) -> Sampler:
    return Sampler(pictures, PatchPlan({"photo": 1.0}, patch=32, batch=6), damage, 1, seed=5, thumbnail=16)


def test_a_frame_is_a_part_of_the_picture_large_enough_for_a_patch():
    sizes = {framed(PICTURE, 48, np.random.default_rng(seed)).pixels.shape for seed in range(30)}
    assert len(sizes) > 20
    assert min(min(size[:2]) for size in sizes) >= 60
    for seed in range(5):
        assert framed(SMALL, 48, np.random.default_rng(seed)).pixels.shape[0] == 40


def test_a_pair_is_framed_alike():
    pair = Picture("0", "photo", PICTURE.pixels, damaged=PICTURE.pixels // 2)
    part = framed(pair, 48, np.random.default_rng(2))
    assert part.damaged is not None
    assert np.array_equal(part.damaged, part.pixels // 2)
    _, shown = taken(part, Jpeg(), 16, np.random.default_rng(0))
    assert np.array_equal(shown, thumbnail_of(part.damaged, 16)[0].transpose(1, 2, 0))


def test_the_thumbnail_has_the_tones_of_the_damaged_picture():
    for seed in range(8):
        rng = np.random.default_rng(seed)
        damage, shown = taken(PICTURE, PhoneCamera(), 16, rng)
        whole = damage(PICTURE.pixels.astype(np.float32) / 255, rng)
        apart = np.abs(shown - thumbnail_of(whole, 16)[0].transpose(1, 2, 0))
        assert apart.mean() < 0.01
        assert np.quantile(apart, 0.99) < 0.06  # grain is left in a thumbnail this small
        assert shown.mean((0, 1)) == pytest.approx(whole.mean((0, 1)), abs=0.01)


def test_the_thumbnail_of_a_damage_that_is_no_camera_is_the_pictures():
    damage, shown = taken(PICTURE, Jpeg(), 16, np.random.default_rng(0))
    assert damage == Jpeg()
    assert np.array_equal(shown, thumbnail_of(PICTURE.pixels, 16)[0].transpose(1, 2, 0))


def test_a_batch_has_a_thumbnail_for_each_patch():
    first, again = (sampler(PhoneCamera(), [PICTURE]).batch(0) for _ in range(2))
    assert [each.shape for each in first] == [(6, 3, 32, 32), (6, 3, 32, 32), (6, 3, 16, 16)]
    assert all(np.array_equal(*both) for both in zip(first, again, strict=True))


def test_a_thumbnail_is_turned_with_its_patch():
    ramp = np.linspace(0, 255, 64)[:, None, None] * np.ones((1, 64, 3))
    pictures = [Picture("ramp", "photo", ramp.astype(np.uint8))]
    for patch, _, shown in zip(*sampler(lambda pixels, rng: pixels, pictures).batch(1), strict=True):
        for axis in (1, 2):
            rise = [float(np.diff(each.mean((0, 3 - axis))).mean()) for each in (patch, shown)]
            assert np.sign(np.round(rise[0], 4)) == np.sign(np.round(rise[1], 4))
