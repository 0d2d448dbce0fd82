"""Cards: what is written is what is read, and nonsense is refused."""

import dataclasses

import pytest

from afterglow.errors import ModelProblem
from afterglow.models.card import (
    Check,
    Dialect,
    ModelCard,
    Trained,
    card_toml,
    check_card,
    read_card,
    safe_name,
    write_card,
)

CARD = ModelCard(
    name="plain-denoiser",
    task="denoise",
    quality="fast",
    summary='Takes “noise” away, "quotes" and \\ too\n',
    licence="Apache-2.0",
    scale=1,
    multiple_of=8,
    context=48,
    file="model.onnx",
    sha256="0" * 64,
)


def test_a_card_written_is_the_card_read(tmp_path):
    folder = tmp_path / CARD.name
    folder.mkdir()
    full = dataclasses.replace(
        CARD,
        trained=Trained(run="first.toml", steps=12, minutes=1.5),
        numbers={"live1 q10 psnr": 26.68, "speed": 1e-7},
        check=Check((0.25, -0.5, 1.0), 0.01),
        dialect=Dialect(layout="nhwc", channels=1, range=255.0),
    )
    write_card(full, folder)
    assert read_card(folder) == dataclasses.replace(full, folder=folder)


def test_a_thumbnail_is_written_only_where_one_is_wanted(tmp_path):
    folder = tmp_path / CARD.name
    folder.mkdir()
    write_card(dataclasses.replace(CARD, thumbnail=64), folder)
    assert read_card(folder).thumbnail == 64
    assert "thumbnail" not in card_toml(CARD)


def test_a_model_of_our_own_manner_writes_no_dialect():
    assert "dialect" not in card_toml(CARD)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "../up"},
        {"name": "con"},
        {"name": "Nice Name"},
        {"file": "../../model.onnx"},
        {"file": "/etc/passwd"},
        {"file": "C:\\model.onnx"},
        {"file": "model.pth"},
        {"sha256": "abc"},
        {"scale": 0},
        {"multiple_of": 0},
        {"context": -1},
        {"thumbnail": -1},
        {"thumbnail": 64, "dialect": Dialect(order="bgr")},
        {"dialect": Dialect(range=0)},
        {"dialect": Dialect(margin=-3)},
    ],
)
def test_a_card_that_makes_no_sense_is_refused(change):
    with pytest.raises(ModelProblem):
        check_card(dataclasses.replace(CARD, **change))


def test_a_card_in_a_folder_of_another_name_is_refused(tmp_path):
    write_card(CARD, tmp_path)
    with pytest.raises(ModelProblem, match="folder"):
        read_card(tmp_path)


def test_a_card_cannot_say_where_it_lies(tmp_path):
    folder = tmp_path / CARD.name
    folder.mkdir()
    (folder / "card.toml").write_text(f'folder = "{tmp_path.as_posix()}"\n' + card_toml(CARD))
    with pytest.raises(ModelProblem):
        read_card(folder)


@pytest.mark.parametrize(
    ("text", "name"), [("My Denoiser v2!", "my-denoiser-v2"), ("4x_Ultra.Sharp", "4x_ultra.sharp")]
)
def test_any_title_becomes_a_safe_name(text, name):
    assert safe_name(text) == name


@pytest.mark.parametrize("text", ["", "...", "/", "nul", "照片"])
def test_a_title_without_letters_or_digits_is_refused(text):
    with pytest.raises(ModelProblem):
        safe_name(text)
