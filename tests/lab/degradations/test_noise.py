import numpy as np
import pytest

from afterglow_lab.degradations.noise import ColorNoise, GaussianNoise, SaltAndPepper, SensorNoise


def test_gaussian_noise_is_as_strong_as_asked() -> None:
    assert added(GaussianNoise((10, 10))).std() * 255 == pytest.approx(10, rel=0.02)


def test_a_range_is_used_from_end_to_end() -> None:
    strengths = [added(GaussianNoise((2, 20)), seed).std() * 255 for seed in range(60)]
    assert min(strengths) < 4
    assert max(strengths) > 18


def test_sensor_noise_grows_with_the_iso() -> None:
    strengths = [added(SensorNoise((iso, iso), denoise=(0, 0))).std() for iso in (100, 400, 1600, 6400)]
    assert strengths == sorted(strengths)
    # Four times the ISO doubles the shot noise.
    assert strengths[2] / strengths[1] == pytest.approx(2, rel=0.25)


def test_a_color_filter_makes_neighbors_alike() -> None:
    plain = added(SensorNoise((1600, 1600), bayer=0, denoise=(0, 0)))
    filtered = added(SensorNoise((1600, 1600), bayer=1, denoise=(0, 0)))
    assert abs(likeness(plain)) < 0.03
    assert likeness(filtered) > 0.3


def test_smoothing_in_the_camera_takes_most_of_the_color_noise() -> None:
    rough = added(SensorNoise((6400, 6400), bayer=1, denoise=(0, 0)))
    smooth = added(SensorNoise((6400, 6400), bayer=1, denoise=(0.7, 0.7)))
    assert (smooth[..., 0] - smooth[..., 1]).std() < 0.4 * (rough[..., 0] - rough[..., 1]).std()


def test_a_camera_that_softens_leaves_grain_and_takes_its_color() -> None:
    plain = [added(SensorNoise((3200, 3200), bayer=1, denoise=(0, 0)), seed) for seed in range(6)]
    soft = [added(SensorNoise((3200, 3200), bayer=1, denoise=(0, 0), soft=1), seed) for seed in range(6)]
    assert max(map(color_share, soft)) < 0.6 * min(map(color_share, plain))
    assert np.mean([likeness(luma(noise)) for noise in soft]) > 0.6
    assert np.mean([likeness(luma(noise)) for noise in plain]) < 0.55
    assert max(np.abs(noise.mean((0, 1))).max() for noise in soft) * 255 < 0.5


def test_as_many_pictures_are_softened_as_asked() -> None:
    plain = [added(SensorNoise((800, 800), denoise=(0, 0)), seed) for seed in range(40)]
    some = [added(SensorNoise((800, 800), denoise=(0, 0), soft=0.5), seed) for seed in range(40)]
    changed = sum(not np.array_equal(a, b) for a, b in zip(plain, some, strict=True))
    assert 10 < changed < 30


def test_color_noise_keeps_the_brightness() -> None:
    noise = added(ColorNoise((8, 8), (1, 1)))
    assert noise.std() * 255 > 5
    assert (noise @ np.float32([0.299, 0.587, 0.114])).std() * 255 < 0.1


def test_coarse_color_noise_comes_in_blotches() -> None:
    assert likeness(added(ColorNoise((8, 8), (5, 5)))) > 0.8


def test_salt_and_pepper_are_as_many_as_asked() -> None:
    damaged = SaltAndPepper((0.1, 0.1))(gray(), np.random.default_rng(1))
    assert (damaged == 1).all(2).mean() == pytest.approx(0.05, rel=0.1)
    assert (damaged == 0).all(2).mean() == pytest.approx(0.05, rel=0.1)
    assert np.isin(damaged, np.float32([0, 0.5, 1])).all()


def gray() -> np.ndarray:
    return np.full((200, 200, 3), 0.5, np.float32)


def added(damage: object, seed: int = 1) -> np.ndarray:
    assert callable(damage)
    noise: np.ndarray = damage(gray(), np.random.default_rng(seed)) - gray()
    return noise


def luma(noise: np.ndarray) -> np.ndarray:
    brightness: np.ndarray = noise @ np.float32([[0.299], [0.587], [0.114]])
    return brightness


def color_share(noise: np.ndarray) -> float:
    """How strong the noise of colour is beside that of brightness."""
    return float((noise - luma(noise)).std() / luma(noise).std())


def likeness(noise: np.ndarray) -> float:
    """Correlation of each pixel with the next."""
    green = noise[..., 0] - noise[..., 0].mean()
    return float((green[:, 1:] * green[:, :-1]).mean() / green.var())
