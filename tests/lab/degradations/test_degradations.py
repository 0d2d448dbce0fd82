"""Every damage of the table: the same for the same seed, a picture in and a picture out."""

import time
from typing import Any

import cv2
import numpy as np
import pytest

from afterglow.errors import WrongOption
from afterglow_lab.degradations import DEGRADATIONS, Damage, build_damage
from afterglow_lab.degradations.levels import MODES, level

SIZES = [(1, 1), (1, 9), (7, 1), (2, 3), (17, 23), (160, 160)]
# Milliseconds for 160×160 pixels on a busy machine; a training step of eight patches takes 100.
PATIENCE = 60


def built(name: str) -> Any:
    if name == "pipeline":
        return DEGRADATIONS[name](({"kind": "gaussian_blur"}, {"kind": "jpeg", "chance": 0.5}))
    if name == "either":
        return DEGRADATIONS[name](({"kind": "gaussian_noise"}, {"kind": "jpeg", "share": 0.5}))
    return DEGRADATIONS[name]()


DAMAGES: dict[str, Damage] = {name: built(name) for name in DEGRADATIONS} | {
    f"{mode} q{quality}": level(mode, quality, np.random.default_rng(quality))
    for mode in MODES
    for quality in (1, 10, 50, 90, 99)
}


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("size", SIZES)
def test_a_picture_stays_a_picture(name: str, size: tuple[int, int]) -> None:
    clean = picture(*size)
    for seed in range(3):
        damaged = DAMAGES[name](clean, np.random.default_rng(seed))
        assert damaged.shape == clean.shape
        assert damaged.dtype == np.float32
        assert damaged.min() >= 0
        assert damaged.max() <= 1


@pytest.mark.parametrize("name", DAMAGES)
def test_the_same_seed_does_the_same_and_another_does_not(name: str) -> None:
    clean = picture(48, 64)
    runs = [DAMAGES[name](clean, np.random.default_rng(seed)) for seed in (1, 1, *range(2, 12))]
    assert np.array_equal(runs[0], runs[1])
    # Levels of JPEG and some of blur leave nothing to chance, and a block of one pixel starts everywhere.
    if name.split()[0] not in ("jpeg", "blur") and name != "pixelation q99":
        assert any(not np.array_equal(runs[0], other) for other in runs[2:])


@pytest.mark.parametrize("name", DAMAGES)
def test_the_clean_picture_is_left_alone(name: str) -> None:
    clean = picture(33, 40)
    clean.flags.writeable = False
    before = clean.copy()
    for seed in range(5):
        damaged = DAMAGES[name](clean, np.random.default_rng(seed))
        assert not np.shares_memory(damaged, clean)
    assert np.array_equal(clean, before)


@pytest.mark.parametrize("name", DAMAGES)
def test_flat_and_gray_and_extreme_pictures_are_pictures_too(name: str) -> None:
    gray = np.repeat(picture(40, 40)[..., :1], 3, axis=2)
    for clean in (gray, np.zeros_like(gray), np.ones_like(gray), np.full_like(gray, 0.5)):
        damaged = DAMAGES[name](clean, np.random.default_rng(4))
        assert np.isfinite(damaged).all()
        assert damaged.min() >= 0
        assert damaged.max() <= 1


@pytest.mark.parametrize("name", DAMAGES)
def test_views_and_other_memory_orders_are_understood(name: str) -> None:
    wide = picture(64, 90)
    view = wide[3:40, 5:60][:, ::-1]
    damaged = DAMAGES[name](view, np.random.default_rng(2))
    assert np.array_equal(damaged, DAMAGES[name](np.ascontiguousarray(view), np.random.default_rng(2)))


@pytest.mark.parametrize("name", DAMAGES)
def test_loading_keeps_up_with_training(name: str) -> None:
    clean, times = picture(160, 160), []
    for seed in range(5):
        start = time.process_time()
        DAMAGES[name](clean, np.random.default_rng(seed))
        times.append(time.process_time() - start)
    assert 1000 * min(times) < PATIENCE


def picture(height: int, width: int) -> np.ndarray:
    """Soft blotches of colour with some grain."""
    rng = np.random.default_rng(3)
    soft = cv2.GaussianBlur(rng.random((height, width, 3), dtype=np.float32), (0, 0), 2)
    grain = rng.random((height, width, 3), dtype=np.float32)
    return np.clip((soft.reshape(height, width, 3) - 0.5) * 4 + 0.45 + 0.1 * grain, 0, 1).astype(np.float32)


@pytest.mark.parametrize(
    "table",
    [
        {"kind": "jpeg", "quality": [10, 200]},
        {"kind": "sensor_noise", "iso": [0, 100]},
        {"kind": "color_noise", "grain": [0.0, 2.0]},
        {"kind": "gaussian_blur", "sigma": [-1.0, 2.0]},
        {"kind": "motion_blur", "length": [-2.0, 2.0]},
        {"kind": "pixelation", "block": [0, 8]},
    ],
)
def test_a_damage_that_cannot_be_done_is_refused_before_it_is_asked_for(table: dict[str, Any]) -> None:
    with pytest.raises(WrongOption, match=f" of {table['kind']} is "):
        build_damage(table, "mine.toml")
