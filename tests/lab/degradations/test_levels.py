import cv2
import numpy as np
import pytest

from afterglow.errors import WrongOption
from afterglow_lab.degradations.color import Hue, Saturation
from afterglow_lab.degradations.jpeg import jpeg
from afterglow_lab.degradations.levels import MODES, QUALITIES, level
from afterglow_lab.degradations.noise import ColorNoise, GaussianNoise, SensorNoise
from afterglow_lab.degradations.pixelation import Pixelation, pixelated


@pytest.mark.parametrize("mode", MODES)
def test_the_worse_the_level_the_worse_the_picture(mode: str) -> None:
    errors = [mean_error(mode, quality) for quality in (10, 30, 50, 70, 90, 100)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] == 0
    assert errors[-2] > 0


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("quality", QUALITIES)
def test_what_was_done_can_be_written_down(mode: str, quality: int) -> None:
    rng = np.random.default_rng(quality)
    assert level(mode, quality, rng) == level(mode, quality, np.random.default_rng(quality))


@pytest.mark.parametrize(
    ("quality", "sampling"), [(10, "4:2:0"), (30, "4:2:0"), (40, "4:2:2"), (60, "4:2:2"), (70, "4:4:4")]
)
def test_jpeg_levels_are_stored_as_the_forerunner_stored_them(quality: int, sampling: str) -> None:
    rng = np.random.default_rng(1)
    assert np.array_equal(level("jpeg", quality, rng)(scene(), rng), jpeg(scene(), quality, sampling))


@pytest.mark.parametrize(("quality", "block"), [(90, 2), (80, 3), (70, 4), (50, 6), (10, 10)])
def test_blocks_grow_by_a_pixel_with_every_level(quality: int, block: int) -> None:
    damage = level("pixelation", quality, np.random.default_rng(1))
    assert damage == Pixelation((block, block), area=1, resampled=0)
    everywhere = [pixelated(scene(), block, top, left) for top in range(block) for left in range(block)]
    damaged = damage(scene(), np.random.default_rng(1))
    assert any(np.array_equal(damaged, blocks) for blocks in everywhere)


@pytest.mark.parametrize(("quality", "sigma", "color", "iso"), [(90, 0.8, 0.2, 100), (10, 11, 5, 1300)])
def test_noise_levels_end_where_the_forerunners_end(
    quality: int, sigma: float, color: float, iso: float
) -> None:
    steps = level("noise", quality, np.random.default_rng(1)).steps
    assert steps == (
        SensorNoise((iso, iso), denoise=(0, 0)),
        GaussianNoise((sigma, sigma)),
        ColorNoise((color, color)),
    )


@pytest.mark.parametrize(("quality", "saturation", "degrees"), [(90, 0.95, 2), (10, 0.2, 40)])
def test_color_levels_end_where_the_forerunners_end(quality: int, saturation: float, degrees: float) -> None:
    steps = level("color", quality, np.random.default_rng(1)).steps
    assert Saturation((pytest.approx(saturation),) * 2) == steps[0]
    assert steps[-1] == Hue((degrees, degrees))


def test_mixed_levels_add_a_damage_at_each_threshold() -> None:
    counts = [
        len(level("mixed", quality, np.random.default_rng(1)).steps)
        for quality in (90, 70, 60, 50, 40, 20, 10)
    ]
    assert counts == [1, 1, 2, 2, 3, 4, 4]


@pytest.mark.parametrize(("mode", "quality"), [("smear", 10), ("jpeg", 0), ("jpeg", 101)])
def test_what_does_not_exist_is_one_sentence(mode: str, quality: int) -> None:
    with pytest.raises(WrongOption):
        level(mode, quality, np.random.default_rng(1))


def mean_error(mode: str, quality: int) -> float:
    errors = []
    for seed in range(24):
        rng = np.random.default_rng(seed)
        errors.append(np.abs(level(mode, quality, rng)(scene(), rng) - scene()).mean())
    return float(np.mean(errors))


def scene() -> np.ndarray:
    noise = np.random.default_rng(2).random((60, 60, 3), dtype=np.float32)
    return np.clip((cv2.GaussianBlur(noise, (0, 0), 2) - 0.5) * 4 + 0.5, 0, 1)
