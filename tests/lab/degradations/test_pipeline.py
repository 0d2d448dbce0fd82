import pickle

import numpy as np
import pytest

from afterglow.errors import WrongOption
from afterglow_lab.degradations.blur import MotionBlur
from afterglow_lab.degradations.jpeg import Jpeg
from afterglow_lab.degradations.pipeline import Pipeline, build_damage

CLEAN = np.random.default_rng(1).random((24, 24, 3), dtype=np.float32)


def test_tables_become_steps() -> None:
    pipeline = Pipeline(({"kind": "motion_blur", "length": [2, 9]}, {"kind": "jpeg", "quality": [20, 80]}))
    assert pipeline.chain.steps == (MotionBlur((2.0, 9.0)), Jpeg((20, 80)))


def test_a_damage_alone_may_have_a_chance() -> None:
    damage = build_damage({"kind": "gaussian_noise", "chance": 0.5}, "mine.toml")
    rng = np.random.default_rng(2)
    assert 8 < sum(np.array_equal(damage(CLEAN, rng), CLEAN) for _ in range(40)) < 32


def test_it_damages_as_its_steps_do() -> None:
    pipeline = Pipeline(({"kind": "motion_blur", "length": [4, 4]}, {"kind": "jpeg", "quality": [9, 9]}))
    rng, again = np.random.default_rng(3), np.random.default_rng(3)
    expected = Jpeg((9, 9))(MotionBlur((4, 4))(CLEAN, again), again)
    assert np.array_equal(pipeline(CLEAN, rng), expected)


def test_a_pipeline_may_hold_a_pipeline() -> None:
    inner = {"kind": "pipeline", "chance": 0.5, "steps": [{"kind": "gaussian_noise"}]}
    rng = np.random.default_rng(1)
    results = [Pipeline((inner,))(CLEAN, rng) for _ in range(40)]
    untouched = sum(np.array_equal(result, CLEAN) for result in results)
    assert 8 < untouched < 32


def test_it_travels_to_another_process() -> None:
    pipeline = Pipeline(({"kind": "gaussian_noise", "sigma": [3, 3]},))
    sent = pickle.loads(pickle.dumps(pipeline))
    assert np.array_equal(sent(CLEAN, np.random.default_rng(1)), pipeline(CLEAN, np.random.default_rng(1)))


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"sigma": [1, 2]}, "step 1: the damage '' is unknown"),
        ({"kind": "smear"}, "step 1: the damage 'smear' is unknown"),
        ({"kind": "jpeg", "qualty": [1, 2]}, "unknown key 'qualty'"),
        ({"kind": "jpeg", "quality": [1]}, "has 1 values"),
        ({"kind": "jpeg", "quality": "low"}, "is 'low'"),
        ({"kind": "jpeg", "chance": 1.5}, "the chance 1.5"),
        ({"kind": "jpeg", "chance": "often"}, "the chance 'often'"),
        ({"kind": "pipeline"}, "lacks the key 'steps'"),
    ],
)
def test_a_wrong_step_is_one_sentence_before_anything_runs(step: dict[str, object], sentence: str) -> None:
    with pytest.raises(WrongOption, match=sentence):
        Pipeline((step,))
