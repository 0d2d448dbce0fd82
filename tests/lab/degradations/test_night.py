import cv2
import numpy as np
import pytest

from afterglow_lab.degradations.night import NightCamera

CALM = {"denoise": (0.0, 0.0), "sharpen": (0.0, 0.0), "quality": (100, 100)}


def test_the_target_has_the_colors_and_the_light_of_the_noisy_picture() -> None:
    for seed in range(12):
        noisy, target = NightCamera((100, 3200), (0, 2)).pair(scene(), np.random.default_rng(seed))
        assert noisy.mean((0, 1)) == pytest.approx(target.mean((0, 1)), abs=0.015)
        blurred = [cv2.GaussianBlur(pixels, (0, 0), 8) for pixels in (noisy, target)]
        assert np.abs(blurred[0] - blurred[1]).mean() < 0.01


def test_without_darkness_the_target_is_the_clean_picture() -> None:
    _, target = NightCamera(stops=(0, 0)).pair(scene(), np.random.default_rng(1))
    assert target == pytest.approx(scene(), abs=2e-3)


def test_saturated_colors_survive_the_way_to_raw_and_back() -> None:
    patches = np.eye(3, dtype=np.float32)[None].repeat(8, 0).repeat(8, 1)
    _, target = NightCamera(stops=(0, 0)).pair(patches, np.random.default_rng(1))
    assert target == pytest.approx(patches, abs=2e-3)


def test_darker_by_stops() -> None:
    light = [
        NightCamera(stops=(n, n)).pair(scene(), np.random.default_rng(1))[1].mean() for n in (0, 1, 2, 4)
    ]
    assert light == sorted(light, reverse=True)
    assert light[-1] < 0.3 * light[0]


def test_more_iso_is_more_noise() -> None:
    errors = []
    for iso in (100, 800, 3200, 12800):
        noisy, target = NightCamera((iso, iso), (0, 0), **CALM).pair(scene(), np.random.default_rng(1))
        errors.append(float(np.sqrt(((noisy - target) ** 2).mean())) * 255)
    assert errors == sorted(errors)
    # At ISO 100 a phone is nearly clean by day, at 12,800 hardly usable.
    assert errors[0] < 5
    assert errors[-1] > 15


def test_noise_is_stronger_in_the_shadows_than_in_the_lights() -> None:
    flat = np.full((96, 96, 3), 0.25, np.float32)
    flat[:, 48:] = 0.9
    noisy, target = NightCamera((3200, 3200), (0, 0), **CALM).pair(flat, np.random.default_rng(2))
    error = (noisy - target)[8:-8]
    assert error[:, 8:40].std() > error[:, 56:88].std()


def test_noise_of_neighbors_is_alike_as_a_color_filter_leaves_it() -> None:
    flat = np.full((96, 96, 3), 0.4, np.float32)
    noisy, _ = NightCamera((3200, 3200), (0, 0), **CALM).pair(flat, np.random.default_rng(2))
    noise = noisy[..., 0] - noisy[..., 0].mean()
    assert (noise[:, 1:] * noise[:, :-1]).mean() / noise.var() > 0.25


def test_as_a_damage_it_gives_the_noisy_half() -> None:
    camera = NightCamera()
    noisy, _ = camera.pair(scene(), np.random.default_rng(5))
    assert np.array_equal(camera(scene(), np.random.default_rng(5)), noisy)


def scene() -> np.ndarray:
    noise = np.random.default_rng(2).random((96, 112, 3), dtype=np.float32)
    return np.clip((cv2.GaussianBlur(noise, (0, 0), 5) - 0.5) * 6 + 0.5, 0, 1)
