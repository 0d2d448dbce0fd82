"""`afterglow models` from end to end."""

import json

import pytest

from afterglow.cli import exits, main
from tests.models import small


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("AFTERGLOW_MODELS", str(tmp_path / "shelf"))
    return tmp_path / "shelf"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "denoiser.onnx"
    path.write_bytes(small.denoiser().SerializeToString())
    return path


def test_a_model_is_added_used_shown_and_removed(shelf, file, capsys):
    assert main(["models", "add", str(file), "--licence", "MIT", "--summary", "Less noise"]) == exits.FINE
    assert "denoiser was added" in capsys.readouterr().out
    assert main(["models", "list"]) == exits.FINE
    assert "Less noise" in capsys.readouterr().out
    assert main(["models", "show", "denoiser"]) == exits.FINE
    assert 'licence = "MIT"' in capsys.readouterr().out
    assert main(["models", "verify", "denoiser"]) == exits.FINE
    assert capsys.readouterr().out.startswith("denoiser: ")
    assert main(["models", "remove", "denoiser"]) == exits.FINE
    assert main(["models", "show", "denoiser"]) == exits.NOTHING_DONE


def test_programs_read_json(shelf, capsys):
    small.write_pack(shelf)
    assert main(["models", "list", "--json"]) == exits.FINE
    assert "small-denoiser" in {card["name"] for card in json.loads(capsys.readouterr().out)}
    assert main(["models", "show", "small-denoiser", "--json"]) == exits.FINE
    assert json.loads(capsys.readouterr().out)["context"] == 2
    assert main(["models", "verify", "small-denoiser", "--json"]) == exits.FINE
    assert json.loads(capsys.readouterr().out)[0]["runs"]
    assert main(["models", "remove", "small-denoiser", "--json"]) == exits.FINE
    assert json.loads(capsys.readouterr().out) == {"removed": "small-denoiser"}


def test_a_changed_model_is_found_out(shelf, capsys):
    card = small.write_pack(shelf)
    card.path.write_bytes(b"")
    assert main(["models", "verify", "small-denoiser"]) == exits.SOME_FAILED
    assert "not the one" in capsys.readouterr().out


def test_a_broken_model_is_listed_with_its_problem(shelf, capsys):
    small.write_pack(shelf, name="good")
    small.write_pack(shelf, name="bad")
    (shelf / "bad" / "card.toml").write_text("nonsense")
    assert main(["models", "list"]) == exits.FINE
    said = capsys.readouterr()
    assert "good" in said.out
    assert "bad" in said.err
    assert main(["models", "verify"]) == exits.SOME_FAILED


def test_what_is_refused_is_refused_in_a_sentence(shelf, file, capsys):
    file.write_bytes(b"PK\x03\x04")
    assert main(["models", "add", str(file)]) == exits.NOTHING_DONE
    said = capsys.readouterr().err.splitlines()
    assert said[-1].startswith("afterglow: denoiser.onnx is a zip archive")
