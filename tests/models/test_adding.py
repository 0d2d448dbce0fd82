"""Adding somebody's model: from a bare ONNX file to one that can be used by name."""

import subprocess
import sys

import numpy as np
import pytest
from onnx import helper

from afterglow.errors import ModelProblem
from afterglow.models import trial
from afterglow.models.adding import Details, add_model
from afterglow.models.card import read_card
from afterglow.models.choice import open_session
from afterglow.models.store import find_model, list_models
from afterglow.models.told import Told
from afterglow.models.working_memory import measure_bytes_per_pixel
from tests.models import small


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "Some Denoiser v2.onnx"
    path.write_bytes(small.denoiser().SerializeToString())
    return path


@pytest.fixture
def shelf(tmp_path):
    return tmp_path / "shelf"


def test_an_added_model_can_be_used_by_name(file, shelf, tmp_path):
    card = add_model(file, Details(task="denoise", licence="MIT", summary="Less noise"), shelf)
    found = find_model("some-denoiser-v2", shelf)
    assert found == card == read_card(shelf / "some-denoiser-v2")
    assert (card.scale, card.multiple_of, card.context, card.licence) == (1, 1, 2, "MIT")
    assert 8 * 4 <= card.bytes_per_pixel < 2000
    session = open_session(found, timings_file=tmp_path / "timings.json")
    assert session.run(np.zeros((1, 3, 5, 7), np.float32)).shape == (1, 3, 5, 7)
    assert session.notes == ()
    assert file.exists()


def test_a_name_that_is_taken_is_not_taken_again(file, shelf):
    small.write_pack(shelf, name="some-denoiser-v2")
    with pytest.raises(ModelProblem, match="already"):
        add_model(file, folder=shelf)


def test_a_refused_model_leaves_nothing_behind(shelf, tmp_path):
    for name, proto in (("a", small.averager()), ("b", small.denoiser(channels=4))):
        path = tmp_path / f"{name}.onnx"
        path.write_bytes(proto.SerializeToString())
        with pytest.raises(ModelProblem):
            add_model(path, folder=shelf)
    assert list(shelf.iterdir()) == []


def test_with_the_users_word_a_model_that_looks_everywhere_is_added(shelf, tmp_path):
    path = tmp_path / "average.onnx"
    path.write_bytes(small.averager().SerializeToString())
    assert add_model(path, Details(told=Told(context=16)), shelf).context == 16


@pytest.mark.parametrize("name", ["missing.onnx", "."])
def test_what_is_no_file_is_refused(name, shelf, tmp_path):
    with pytest.raises(ModelProblem, match="cannot be opened"):
        add_model(tmp_path / name, folder=shelf)


def test_a_checkpoint_is_refused_unread(shelf, tmp_path):
    path = tmp_path / "model.pth"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(ModelProblem) as refusal:
        add_model(path, folder=shelf)
    assert "import-model" in refusal.value.hint


def test_a_model_that_wants_all_memory_takes_nothing_else_with_it(shelf, tmp_path):
    """Its few bytes ask for 256 GiB as soon as it is loaded."""
    nodes = [
        helper.make_node("ConstantOfShape", ["huge"], ["zeros"]),
        helper.make_node("ReduceSum", ["zeros"], ["sum"], keepdims=0),
        helper.make_node("Add", ["x", "sum"], ["y"]),
    ]
    proto = small.model(nodes, {}, (3, "h", "w"))
    proto.graph.initializer.append(helper.make_tensor("huge", 7, [3], [4096, 4096, 4096]))
    path = tmp_path / "bomb.onnx"
    path.write_bytes(proto.SerializeToString())
    with pytest.raises(ModelProblem) as refusal:
        add_model(path, folder=shelf)
    assert "\n" not in str(refusal.value)
    assert list_models(shelf) == list_models(small.NOWHERE)


def test_a_model_that_hangs_is_given_up(file, shelf, monkeypatch):
    monkeypatch.setattr(trial, "MOST_SECONDS", 0.01)
    with pytest.raises(ModelProblem, match="did not answer"):
        add_model(file, folder=shelf)


def test_a_crash_while_trying_is_a_refusal():
    with pytest.raises(ModelProblem, match="brought down"):
        trial.in_own_process("no such task")


def test_memory_is_measured_from_what_a_run_takes(tmp_path):
    narrow = measure_bytes_per_pixel(small.write_pack(tmp_path, name="narrow"))
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["a"], pads=[1] * 4),
        helper.make_node("Conv", ["a", "v"], ["y"], pads=[1] * 4),
    ]
    weights = {"w": np.full((128, 3, 3, 3), 0.01), "v": np.full((3, 128, 3, 3), 0.01)}
    wide = measure_bytes_per_pixel(
        small.write_pack(tmp_path, small.model(nodes, weights, (3, "h", "w")), name="wide")
    )
    assert wide >= 128 * 2  # one value in bf16 for each channel
    assert wide > 2 * narrow


def test_the_trial_runs_where_only_the_parent_knows_the_way_here(tmp_path):
    card = small.write_pack(tmp_path)
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; "
        "from afterglow.models.card import read_card; "
        "from afterglow.models.working_memory import measure_bytes_per_pixel; "
        "print(measure_bytes_per_pixel(read_card(Path(sys.argv[2]))))"
    )
    source = str(trial.Path(trial.__file__).parents[2])
    words = [sys.executable, "-I", "-c", script, source, str(card.folder)]
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 0
