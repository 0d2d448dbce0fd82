import pytest

from afterglow.image import Size
from afterglow.score.bench import FRAME, bench, sakura_points


def test_the_points_are_those_of_the_formula():
    assert sakura_points(1.2, processor=False) == 10_000
    assert sakura_points(1.2, processor=True) == pytest.approx(11_000)
    assert sakura_points(11.4, processor=True) == pytest.approx(1158, abs=1)
    assert Size(1280, 640) == FRAME


def test_without_models_only_the_machine_is_told():
    found = bench([])
    assert found.speeds == ()
    assert found.cores >= 1
    assert found.memory > 0
