import math

import numpy as np
import pytest

from afterglow.errors import UnsupportedPicture
from afterglow.metrics import METRICS
from tests.support import texture

PERFECT = {
    "psnr": math.inf,
    "psnr_y": math.inf,
    "psnr_b": None,  # a perfect copy of a blocky picture is blocky
    "ssim": 1,
    "ms_ssim": 1,
    "delta_e": 0,
    "color_shift": 0,
    "snr": math.inf,
    "edges": 1,
    "histogram": 1,
}


@pytest.mark.parametrize("name", METRICS)
def test_an_equal_picture_is_perfect(name: str) -> None:
    pixels = texture(70, 50)
    if PERFECT[name] is not None:
        assert METRICS[name].measure(pixels, pixels.copy()) == pytest.approx(PERFECT[name], abs=1e-6)


@pytest.mark.parametrize("name", METRICS)
def test_more_noise_is_worse(name: str) -> None:
    reference = texture(120, 90, np.float32)
    # Shifted noise, so that metrics which forgive noise see something too.
    noise = np.random.default_rng(1).normal(0.5, 1, reference.shape).astype(np.float32)
    values = [
        METRICS[name].measure(np.clip(reference + s * noise, 0, 1), reference) for s in (0.01, 0.03, 0.1, 0.3)
    ]
    expected = sorted(values, reverse=METRICS[name].better == "higher")
    assert values == expected
    assert values[0] != values[-1]


@pytest.mark.parametrize("name", sorted(METRICS.keys() - {"psnr_b", "snr"}))
def test_it_does_not_matter_which_picture_comes_first(name: str) -> None:
    one, other = texture(60, 45, seed=1), texture(60, 45, seed=2)
    assert METRICS[name].measure(one, other) == pytest.approx(METRICS[name].measure(other, one), rel=1e-5)


@pytest.mark.parametrize("name", METRICS)
def test_depth_does_not_matter(name: str) -> None:
    one, other = texture(64, 48, seed=1), texture(64, 48, seed=2)
    eight = METRICS[name].measure(one, other)
    deep = METRICS[name].measure(one.astype(np.uint16) * 257, other.astype(np.uint16) * 257)
    real = METRICS[name].measure((one / 255).astype(np.float32), (other / 255).astype(np.float32))
    assert (deep, real) == pytest.approx((eight, eight), rel=1e-4)


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (2, 3), (10, 12)])
def test_tiny_pictures_have_a_value(name: str, size: tuple[int, int]) -> None:
    one = np.full((*size, 3), 100, np.uint8)
    other = np.full((*size, 3), 120, np.uint8)
    assert not math.isnan(METRICS[name].measure(one, other))


@pytest.mark.parametrize("name", METRICS)
def test_arguments_stay_as_they_are(name: str) -> None:
    one, other = texture(40, 30, np.float32, seed=1), texture(40, 30, np.float32, seed=2)
    copies = one.copy(), other.copy()
    METRICS[name].measure(one, other)
    assert (one == copies[0]).all()
    assert (other == copies[1]).all()


@pytest.mark.parametrize("name", METRICS)
def test_different_sizes_are_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(UnsupportedPicture, match="differ in size: 4×3 and 5×3"):
        METRICS[name].measure(texture(4, 3), texture(5, 3))


@pytest.mark.parametrize(
    "pixels", [np.zeros((4, 4)), np.zeros((4, 4, 4), np.uint8), np.zeros((0, 4, 3), np.uint8)]
)
def test_what_is_no_picture_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(UnsupportedPicture, match="not a picture"):
        METRICS["psnr"].measure(pixels, pixels)


def test_unknown_depths_are_refused() -> None:
    with pytest.raises(UnsupportedPicture, match="float64"):
        METRICS["psnr"].measure(np.zeros((4, 4, 3)), np.zeros((4, 4, 3)))


def test_every_metric_says_what_it_is() -> None:
    assert all(metric.title and metric.better in ("higher", "lower") for metric in METRICS.values())
