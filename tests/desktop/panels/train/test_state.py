import json
import tomllib
from dataclasses import replace

import pytest

from afterglow.desktop.panels.train import lab
from afterglow.desktop.panels.train.state import (
    LOG,
    Curves,
    Practice,
    TrainSettings,
    Wish,
    latest_sample,
    prepare,
    read_curves,
    trainings,
)
from afterglow.errors import AfterglowError

TEMPLATES = lab.templates()


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("AFTERGLOW_STATE", str(tmp_path / "state"))


@pytest.fixture
def wish(tmp_path):
    (tmp_path / "my pictures").mkdir()
    return Wish("jpeg-photo", "fast", tmp_path / "my pictures", minutes=5, warm_start="jpeg-photo-fast")


def run_of(training):
    return tomllib.loads((training.folder / "run.toml").read_text())


def test_the_shipped_runs_are_what_a_training_begins_from():
    assert ("jpeg-photo", "fast") in TEMPLATES
    assert ("jpeg-photo", "best") in TEMPLATES


def test_a_training_learns_from_the_one_folder_in_the_time_it_has(wish):
    training = prepare(wish, TEMPLATES)
    run = run_of(training)
    assert run["name"] == training.name == "my-jpeg-photo-fast"
    assert run["patches"]["pools"] == {"my pictures": 1.0}
    assert run["validation"]["pools"] == ["my pictures"]
    assert run["budget"] == {"minutes": 5}
    assert run["warm_start"] == "jpeg-photo-fast"
    assert run["damage"] == TEMPLATES["jpeg-photo", "fast"]["damage"]
    assert training.data == wish.folder.parent


@pytest.mark.parametrize("key", TEMPLATES)
def test_the_lab_understands_what_is_written(wish, key):
    pytest.importorskip("torch", reason="the lab needs torch")
    from afterglow_lab.run import read_run

    training = prepare(replace(wish, task=key[0], quality=key[1]), TEMPLATES)
    assert read_run(training.folder / "run.toml").budget.minutes == 5


def test_pairs_are_not_damaged_again(wish):
    for name in ("damaged", "clean"):
        (wish.folder / name).mkdir()
    run = run_of(prepare(wish, TEMPLATES))
    assert "damage" not in run
    assert "cases" not in run["validation"]


def test_a_second_training_has_a_folder_of_its_own(wish):
    assert [prepare(wish, TEMPLATES).name for _ in range(2)] == ["my-jpeg-photo-fast", "my-jpeg-photo-fast-2"]


def test_a_run_file_is_taken_as_it_is_under_a_name_of_its_own(wish, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('model = "jpeg-photo-fast"\nname = "other"  # of old\nseed = 3\n')
    training = prepare(replace(wish, run_file=file), TEMPLATES)
    assert run_of(training) == {"name": "mine", "seed": 3}
    assert training.data == wish.folder


@pytest.mark.parametrize("change", [{"folder": None}, {"run_file": "gone.toml"}])
def test_what_is_missing_is_said(wish, tmp_path, change):
    if "run_file" in change:
        change = {"run_file": tmp_path / change["run_file"]}
    with pytest.raises(AfterglowError):
        prepare(replace(wish, **change), TEMPLATES)
    assert trainings() == []


def test_earlier_trainings_are_found_again(wish):
    first = prepare(wish, TEMPLATES)
    assert trainings() == [first]
    (first.folder / "asked.json").write_text("{")
    assert trainings() == []


def test_a_log_becomes_curves(tmp_path):
    lines = [
        {"step": 10, "loss": 0.5, "rate": 1},
        {"step": 20, "loss": float("nan")},
        {"step": 20, "gains": {"q10": {"before": 27.0, "after": 28.0, "worst": 0.5}}},
        {"step": 30, "loss": 0.25},
    ]
    (tmp_path / LOG).write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"step": 4')
    curves = read_curves(tmp_path / LOG)
    assert curves == Curves(((10, 0.5), (30, 0.25)), {"q10": ((20, 28.0),)}, {"q10": 27.0})
    assert read_curves(tmp_path / "none") == Curves()


def test_the_latest_sample_is_shown(tmp_path):
    assert latest_sample(tmp_path) is None
    (tmp_path / "samples").mkdir()
    for name in ("0000500.png", "0001000.png"):
        (tmp_path / "samples" / name).touch()
    assert latest_sample(tmp_path).name == "0001000.png"


def test_what_a_training_says_is_how_far_it_is():
    practice = Practice()
    practice.progress = 0.0
    practice.hear("step 50  12.5 %  loss 0.02216  0.210 s/step  loader 0.2 %")
    assert (practice.step, practice.progress) == (50, 0.125)
    practice.hear("  q10: 27.77 → 28.31 (+0.54, worst +0.21)")
    assert practice.progress == 0.125


def test_choices_follow_the_task():
    practice = Practice(TrainSettings(task="mosaic-art"))
    assert practice.qualities == [quality for task, quality in TEMPLATES if task == "mosaic-art"]
    assert practice.warm_starts == ["mosaic-art-fast", TEMPLATES["mosaic-art", "fast"]["warm_start"]]
    assert Practice(TrainSettings(task="gone")).wish.task in practice.tasks
    assert not practice.able


def test_tables_are_written_as_they_are_read():
    table = {"name": 'a "b" \\ ü', "x": {"key": [1, 2.5, True], "in": {"y": []}}, "z": [{"a": 1}, {"b": "c"}]}
    assert tomllib.loads(lab.as_toml(table)) == table
