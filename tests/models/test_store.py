"""The shelf of models: what is found, what is refused, what can be thrown away."""

import pytest

from afterglow.errors import ModelProblem
from afterglow.models.store import (
    broken_models,
    find_model,
    list_models,
    read_verified,
    remove_model,
    user_folder,
    verify_model,
)
from tests.models import small

SHIPPED = list_models(small.NOWHERE)


def names(folder):
    return [card.name for card in list_models(folder) if card not in SHIPPED]


def test_added_models_are_listed_after_the_shipped_ones(tmp_path):
    small.write_pack(tmp_path, name="b-model")
    small.write_pack(tmp_path, name="a-model")
    assert list_models(tmp_path)[: len(SHIPPED)] == SHIPPED
    assert names(tmp_path) == ["a-model", "b-model"]


def test_the_users_folder_can_be_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("AFTERGLOW_MODELS", str(tmp_path))
    small.write_pack(tmp_path)
    assert user_folder() == tmp_path
    assert find_model("small-denoiser").folder == tmp_path / "small-denoiser"


def test_a_folder_that_is_not_there_holds_no_models(tmp_path):
    assert names(tmp_path / "missing") == []


def test_a_broken_model_hides_no_other(tmp_path):
    small.write_pack(tmp_path, name="good")
    small.write_pack(tmp_path, name="bad")
    (tmp_path / "bad" / "card.toml").write_text("nonsense")
    assert names(tmp_path) == ["good"]
    (broken,) = broken_models(tmp_path)
    assert broken.folder.name == "bad"
    with pytest.raises(ModelProblem):
        find_model("bad", tmp_path)


def test_an_unknown_name_is_answered_with_near_ones(tmp_path):
    small.write_pack(tmp_path, name="small-denoiser")
    with pytest.raises(ModelProblem) as refusal:
        find_model("smal-denoser", tmp_path)
    assert "small-denoiser" in refusal.value.hint
    with pytest.raises(ModelProblem) as refusal:
        find_model("zzz", tmp_path)
    assert "small-denoiser" in refusal.value.hint


@pytest.mark.parametrize("name", ["../small-denoiser", "..", "", "/", "small-denoiser/..", "*"])
def test_a_name_that_is_a_path_finds_nothing(name, tmp_path):
    small.write_pack(tmp_path)
    with pytest.raises(ModelProblem):
        find_model(name, tmp_path)
    with pytest.raises(ModelProblem):
        remove_model(name, tmp_path)
    assert names(tmp_path) == ["small-denoiser"]


def test_a_removed_model_is_gone(tmp_path):
    card = small.write_pack(tmp_path)
    remove_model(card.name, tmp_path)
    assert names(tmp_path) == []
    assert not card.folder.exists()


@pytest.mark.skipif(not SHIPPED, reason="no model is shipped yet")
def test_a_shipped_model_is_neither_removed_nor_replaced(tmp_path):
    name = SHIPPED[0].name
    small.write_pack(tmp_path, name=name)
    assert find_model(name, tmp_path) == SHIPPED[0]
    with pytest.raises(ModelProblem, match="comes with Afterglow"):
        remove_model(name, tmp_path)
    assert SHIPPED[0].path.exists()


def test_a_model_is_verified_each_time(tmp_path):
    card = small.write_pack(tmp_path)
    verify_model(card)
    assert read_verified(card) == card.path.read_bytes()
    card.path.write_bytes(card.path.read_bytes() + b"\0")
    with pytest.raises(ModelProblem, match="not the one"):
        verify_model(card)


@pytest.mark.parametrize("card", SHIPPED, ids=lambda card: card.name)
def test_every_shipped_model_is_what_its_card_says(card):
    verify_model(card)
    assert card.licence
    assert card.summary
    assert card.check.values
    assert card.bytes_per_pixel > 0
    assert card.context % card.multiple_of == 0
