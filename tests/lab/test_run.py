import re
from pathlib import Path

import pytest

from afterglow.errors import WrongOption
from afterglow.toml import read_toml
from afterglow_lab.run import read_run
from afterglow_lab.unpaired import Unpaired

RUNS = Path(__file__).parents[2] / "src" / "afterglow_lab" / "runs"

GOOD = """
name = "mine"
network = "afterglow_fast"
patches = { pools = { photo = 1.0 } }
damage = { kind = "jpeg", quality = [10, 90] }
budget = { steps = 10 }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("network =", "netwrok =", "mine.toml has an unknown key 'netwrok'"),
        ("afterglow_fast", "afterglow_slow", "mine.toml: the network 'afterglow_slow' is unknown"),
        ('"jpeg"', '"jpg"', "mine.toml: the damage 'jpg' is unknown"),
        ("quality = [10", "qualty = [10", "mine.toml (jpeg) has an unknown key 'qualty'"),
        ("steps = 10", "", "mine.toml sets no budget"),
        ("steps = 10", "steps = -1", "mine.toml sets no budget"),
        ("steps = 10", "steps = 10, minutes = 1", "mine.toml sets two budgets"),
        ("steps = 10", "minutes = inf", "mine.toml sets no budget"),
        ("name =", "losses = { }\nname =", "the run minimises nothing"),
        ("name =", "keep_every = 0\nname =", "keep_every of the run file is 0. Give 1 or more."),
        ("name =", "optimizer.betas = [0.9, 2]\nname =", "betas of [optimizer] is 0.9, 2. Give 0 to"),
        ("photo = 1.0", "photo = 0.0", "the patches come from no pool"),
        ("1.0 }", "1.0 }, batch = 0", "batch of the plan of patches is 0"),
        ('"mine"', '"../mine"', "the run's name is '../mine'"),
        ('"mine"', '"моя камера"', "the run's name is 'моя камера'"),
        ("name =", 'model = "a b"\nname =', "the run's name is 'a b'"),
        ("name =", "losses = { l3 = 1.0 }\nname =", "mine.toml: the loss 'l3' is unknown"),
        (
            "budget =",
            "validation.cases = { q5 = { quality = [5, 5] } }\nbudget =",
            "mine.toml: the case q5: the damage ''",
        ),
        ("name =", "guards = { l1 = 1.0 }\nname =", "mine.toml: the guard 'l1' is unknown"),
    ],
)
def test_a_mistake_in_a_run_file_is_one_sentence(tmp_path: Path, wrong: str, right: str, sentence: str):
    with pytest.raises(WrongOption, match=re.escape(sentence)):
        read_run(written(tmp_path, GOOD.replace(wrong, right)))


def test_a_run_file_may_be_called_anything(tmp_path: Path):
    written(tmp_path, GOOD).rename(tmp_path / "моя ü 夜.toml")
    assert read_run(tmp_path / "моя ü 夜.toml").name == "mine"


def test_every_run_of_ours_can_be_read():
    runs = sorted(RUNS.glob("*.toml"))
    assert [read_run(path).name for path in runs] == [path.stem for path in runs]


def test_every_unpaired_run_of_ours_can_be_read():
    runs = sorted((RUNS / "unpaired").glob("*.toml"))
    assert [read_toml(path, Unpaired).name for path in runs] == [path.stem for path in runs]
