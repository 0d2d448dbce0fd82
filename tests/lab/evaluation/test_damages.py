import numpy as np
import pytest

from afterglow.errors import WrongOption
from afterglow.metrics.psnr import psnr
from afterglow_lab.evaluation.damages import damage_of, damages
from tests.support import texture


def done(**wanted: list[int]) -> np.ndarray:
    asked = {"jpeg": [], "mosaic": [], "noise": [], "shrink": [], **wanted}
    ((_, damage, _),) = damages(**asked)
    damaged, reference = damage(texture(50, 41), np.random.default_rng(0))
    assert (reference == texture(50, 41)).all()
    return damaged


def test_better_jpeg_is_closer() -> None:
    values = [psnr(done(jpeg=[quality]), texture(50, 41)) for quality in (5, 20, 60, 95)]
    assert values == sorted(values)


def test_a_mosaic_is_made_of_squares_in_their_mean() -> None:
    squares = done(mosaic=[4])
    assert (squares[:4, :4] == squares[0, 0]).all()
    assert squares[0, 0] == pytest.approx(texture(50, 41)[:4, :4].mean(axis=(0, 1)), abs=0.5)
    assert squares.shape == (41, 50, 3)


def test_noise_has_the_strength_asked_for() -> None:
    gray = np.full((100, 100, 3), 128, np.uint8)
    ((_, damage, _),) = damages([], [], [10], [])
    assert damage(gray, np.random.default_rng(0))[0].std() == pytest.approx(10, rel=0.03)


def test_shrinking_divides_the_sides() -> None:
    assert done(shrink=[2]).shape == (20, 25, 3)


def test_every_damage_has_a_name_and_a_scale() -> None:
    asked = damages([10, 20], [3], [25], [2])
    assert [(name, scale) for name, _, scale in asked] == [
        ("JPEG q10", 1),
        ("JPEG q20", 1),
        ("mosaic 3", 1),
        ("noise σ25", 1),
        ("×2", 2),
    ]


def test_the_labs_damages_are_written_as_in_a_run_file() -> None:
    name, damage, scale = damage_of('soft = { kind = "gaussian_blur", sigma = [2, 2] }')
    damaged, reference = damage(texture(50, 41), np.random.default_rng(0))
    assert (name, scale, damaged.dtype) == ("soft", 1, np.uint8)
    assert (reference == texture(50, 41)).all()
    assert damaged.std() < reference.std()


def test_a_camera_in_the_dark_is_not_asked_for_daylight() -> None:
    _, damage, _ = damage_of('dark = { kind = "night", stops = [3, 3] }')
    damaged, reference = damage(texture(64, 48), np.random.default_rng(0))
    assert reference.mean() < texture(64, 48).mean() * 0.7
    assert damaged.mean() == pytest.approx(reference.mean(), rel=0.2)


@pytest.mark.parametrize("text", ["nonsense", "a = 1\nb = 2", 'a = { kind = "none such" }'])
def test_a_damage_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(WrongOption):
        damage_of(text)
