import numpy as np
import pytest

from afterglow.image.image import from_unit, to_unit
from afterglow.metrics.psnr import psnr
from afterglow_lab.baselines import BASELINES, ENLARGERS
from afterglow_lab.evaluation.pairs import Case, sources_in
from tests.support import SHARED, texture

FIVEK = SHARED / "data" / "eval" / "fivek9"
needs_benchmarks = pytest.mark.skipif(
    not FIVEK.is_dir(), reason="the benchmark pictures are not on this machine"
)

DENOISERS = ["gaussian", "nonlocal_means", "wavelet", "total_variation"]


def noisy(pixels: np.ndarray, sigma: float) -> np.ndarray:
    noise = np.random.default_rng(3).normal(0, sigma, pixels.shape)
    return np.clip(pixels + noise, 0, 1).astype(np.float32)


def smooth_picture() -> np.ndarray:
    across, down = np.meshgrid(np.linspace(0, 3, 96), np.linspace(0, 2, 80))
    waves = np.stack([np.sin(across), np.cos(down), np.sin(across + down)], axis=2)
    return (0.5 + 0.3 * waves).astype(np.float32)


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (40, 31)])
def test_the_answer_is_a_picture_of_the_same_size(name: str, size: tuple[int, int]) -> None:
    pixels = texture(*size, np.float32)
    copy = pixels.copy()
    answer = BASELINES[name](pixels)
    assert answer.shape == pixels.shape
    assert answer.dtype == np.float32
    assert np.isfinite(answer).all()
    assert (pixels == copy).all()


@pytest.mark.parametrize("name", BASELINES)
def test_black_and_white_do_no_harm_to_it(name: str) -> None:
    for level in (0, 1):
        assert np.isfinite(BASELINES[name](np.full((20, 20, 3), level, np.float32))).all()


@pytest.mark.parametrize("name", DENOISERS)
def test_noise_is_reduced(name: str) -> None:
    reference = smooth_picture()
    picture = noisy(reference, 0.06)
    assert psnr(BASELINES[name](picture), reference) > psnr(picture, reference) + 2


@pytest.mark.parametrize("name", ["clahe", "clhe", "npea"])
def test_a_dark_picture_gets_lighter(name: str) -> None:
    dark = texture(90, 70, np.float32) * np.float32(0.3)
    assert BASELINES[name](dark).mean() > dark.mean() * 1.2


@pytest.mark.parametrize("name", ENLARGERS)
def test_a_smooth_picture_survives_being_small_for_a_while(name: str) -> None:
    reference = smooth_picture()
    small = ENLARGERS[name](reference, (40, 48))
    assert small.shape == (40, 48, 3)
    assert psnr(ENLARGERS[name](small, (80, 96)).astype(np.float32), reference) > 45


@needs_benchmarks
@pytest.mark.slow
@pytest.mark.parametrize(("name", "closeness"), [("npea", 31), ("clhe", 22.5)])
def test_our_reading_is_close_to_the_published_results(name: str, closeness: float) -> None:
    pairs = Case(name, sources_in(FIVEK, f"Input,{name.upper()}")).pairs()
    values = [psnr(from_unit(BASELINES[name](to_unit(p.picture)), np.uint8), p.reference) for p in pairs]
    assert np.mean(values) > closeness
