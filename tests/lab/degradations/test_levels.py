import cv2
import numpy as np
import pytest

from afterglow.errors import WrongOption
from afterglow_lab.degradations.blur import LensBlur, MotionBlur
from afterglow_lab.degradations.color import Hue, Saturation
from afterglow_lab.degradations.jpeg import Jpeg, jpeg
from afterglow_lab.degradations.levels import MODES, QUALITIES, level
from afterglow_lab.degradations.noise import ColorNoise, GaussianNoise, SaltAndPepper, SensorNoise
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


def test_jpeg_is_stored_as_its_controls_say() -> None:
    rng = np.random.default_rng(1)
    twice = level("jpeg", 80, rng, {"sampling": "4:2:0", "double": 1.0})
    assert twice == Jpeg((80, 80), skew=1, half=1.0, wide=0.0, double=1.0)
    assert not np.array_equal(twice(scene(), rng), jpeg(scene(), 80, "4:2:0"))


def test_only_the_kinds_of_noise_that_are_asked_for_are_added() -> None:
    steps = level("noise", 10, np.random.default_rng(1), {"kinds": ["salt_and_pepper"]}).steps
    assert steps == (SaltAndPepper((0.05, 0.05)),)
    controls = {"kinds": ["sensor"], "iso": [200, 6400], "bayer": 1.0, "denoise": 0.5}
    steps = level("noise", 10, np.random.default_rng(1), controls).steps
    assert steps == (SensorNoise((6400, 6400), 1.0, (0.5, 0.5)),)


def test_blur_is_of_the_kinds_and_in_the_direction_asked_for() -> None:
    rng = np.random.default_rng(1)
    drawn = {type(level("blur", 50, rng, {"kinds": ["motion", "lens"]})) for _ in range(20)}
    assert drawn == {MotionBlur, LensBlur}
    sideways = level("blur", 30, rng, {"kinds": ["motion"], "angle": [0, 0]})
    spot = np.zeros((81, 81, 3), np.float32)
    spot[40, 40] = 1
    rows, columns, _ = np.nonzero(sideways(spot, rng) > 0.02)
    assert np.ptp(columns) > 2 * np.ptp(rows)


def test_blocks_grow_to_the_largest_asked_for() -> None:
    damage = level("pixelation", 10, np.random.default_rng(1), {"largest": 24, "area": 0.0})
    assert damage == Pixelation((24, 24), area=0.0, resampled=0)


def test_colors_are_wrong_in_the_ways_asked_for() -> None:
    steps = level("color", 10, np.random.default_rng(1), {"kinds": ["hue"], "hue": [0, 90]}).steps
    assert steps == (Hue((90, 90)),)


def test_no_more_is_mixed_than_asked_for() -> None:
    controls = {"kinds": ["blur", "color", "pixelation"], "most": 2}
    counts = [len(level("mixed", q, np.random.default_rng(1), controls).steps) for q in (90, 60, 40, 10)]
    assert counts == [0, 1, 2, 2]


@pytest.mark.parametrize(
    ("mode", "controls"),
    [
        ("noise", {"kinds": []}),
        ("noise", {"sigma": [-1, 5]}),
        ("pixelation", {"largest": 1}),
        ("blur", {"sigma": [0, 3]}),
        ("mixed", {"most": 0}),
    ],
)
def test_controls_that_make_no_sense_are_refused(mode: str, controls: dict[str, object]) -> None:
    with pytest.raises(WrongOption):
        level(mode, 50, np.random.default_rng(1), controls)


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
