import pytest

from afterglow.desktop.panels.models.state import (
    Draft,
    Model,
    Shelf,
    add,
    facts,
    look,
    numbers,
    remove,
    task,
    verify,
)
from afterglow.desktop.words import LANGUAGES, Words
from afterglow.errors import ModelProblem
from afterglow.models import Details, find_model

WORDS = Words("en")


def named(*names):
    return [Model(name, None, True) for name in names]


def test_shipped_models_own_ones_and_broken_ones_are_told_apart(home):
    (home / "models/broken").mkdir()
    (home / "models/broken/card.toml").write_text("name = 3")
    models = {model.name: model for model in look()}
    assert models["tiny"].own
    assert models["tiny"].weight == (home / "models/tiny/model.onnx").stat().st_size
    assert not models["jpeg-photo-fast"].own
    assert models["broken"].problem is not None
    assert models["broken"].card is None


def test_what_has_gone_is_noticed_and_another_one_is_looked_at():
    shelf = Shelf()
    assert shelf.show(named("a", "b")) == []
    assert shelf.chosen == "a"
    shelf.removing = "a"
    assert shelf.show(named("b", "c")) == ["a"]
    assert (shelf.chosen, shelf.removing) == ("b", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_tells_its_facts_in_every_language(home, language):
    words = Words(language)
    model = next(one for one in look() if one.name == "jpeg-photo-fast")
    told = dict(facts(model, words))
    assert told["licence"] == "Apache-2.0"
    assert told["scale"] == "×1"
    assert told["parameters"] == f"{find_model('jpeg-photo-fast').parameters:,}".replace(",", " ")
    assert all(words(f"models.{name}") for name in told)


def test_what_was_measured_stands_beside_what_was_gained(home):
    rows = numbers(find_model("jpeg-photo-fast"))
    assert any(name == "live1 q10" and gain.startswith("+") for name, _, gain in rows)
    assert not [name for name, _, _ in rows if name.endswith("gain")]


def test_a_task_without_words_stays_as_it_is():
    assert task("jpeg-photo", Words("zh-Hant")) == "JPEG 照片"
    assert task("tests", WORDS) == "tests"


def test_a_model_that_was_changed_is_found_out(home):
    assert verify("tiny").runs
    with (home / "models/tiny/model.onnx").open("ab") as file:
        file.write(b" ")
    assert isinstance(verify("tiny").problem, ModelProblem)


def test_a_model_is_added_under_its_name_and_removed(home, tmp_path):
    file = tmp_path / "Mine.onnx"
    file.write_bytes((home / "models/tiny/model.onnx").read_bytes())
    shelf = Shelf()
    shelf.begin(file)
    shelf.say(**vars(Details(name="my denoiser", licence="MIT", task="denoise")))
    card = add(shelf.draft)
    assert (card.name, card.licence, card.task) == ("my-denoiser", "MIT", "denoise")
    assert "my-denoiser" in {model.name for model in look()}
    remove("my-denoiser")
    assert "my-denoiser" not in {model.name for model in look()}


def test_what_is_no_model_is_refused(tmp_path):
    (tmp_path / "a.onnx").write_text("hello")
    with pytest.raises(ModelProblem):
        add(Draft(tmp_path / "a.onnx"))
