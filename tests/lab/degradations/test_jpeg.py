import cv2
import numpy as np

from afterglow_lab.degradations.jpeg import Jpeg, jpeg, shifted_jpeg
from tests.lab.support import drawing


def test_one_compression_is_what_opencv_writes():
    picture = drawing(48, 64, seed=1)
    _, stored = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 30])
    expected = cv2.imdecode(stored, cv2.IMREAD_COLOR)[..., ::-1]
    assert np.array_equal(np.rint(jpeg(picture / 255, 30) * 255), expected)


def test_the_block_grid_can_be_anywhere():
    picture = drawing(48, 64, seed=1) / np.float32(255)
    assert shifted_jpeg(picture, 10, "4:2:0", 3, 5).shape == picture.shape
    assert not np.array_equal(shifted_jpeg(picture, 10, "4:2:0", 3, 5), jpeg(picture, 10))


def test_untouched_pictures_stay_as_they_are():
    picture = drawing(48, 64, seed=1) / np.float32(255)
    assert np.array_equal(Jpeg(untouched=1.0)(picture, np.random.default_rng(0)), picture)


def test_a_skew_draws_low_qualities_more_often():
    rng = np.random.default_rng(0)
    skewed, even = Jpeg(skew=2.0), Jpeg(skew=1.0)
    assert np.mean([skewed._quality(rng) for _ in range(500)]) + 8 < np.mean(
        [even._quality(rng) for _ in range(500)]
    )


def test_bytes_stay_bytes_and_come_to_the_same():
    picture = drawing(48, 64, seed=1)
    for seed in range(8):
        stored = Jpeg(double=0.5)(picture, np.random.default_rng(seed))
        assert stored.dtype == np.uint8
        unit = Jpeg(double=0.5)(picture / np.float32(255), np.random.default_rng(seed))
        assert np.array_equal(stored / np.float32(255), unit)
