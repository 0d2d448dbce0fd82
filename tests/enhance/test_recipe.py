"""A recipe holds only what makes sense, and says so."""

import dataclasses

import pytest

from afterglow.enhance.recipe import MEANS, Recipe, parse_memory, parse_size
from afterglow.errors import WrongOption


@pytest.mark.parametrize(
    "options",
    [
        {"strength": 1.5},
        {"strength": "much"},
        {"strength": True},
        {"scale": 0.5},
        {"scale": 5},
        {"quality": "better"},
        {"size": "big"},
        {"size": "0x100"},
        {"size": "100x100", "scale": 2},
        {"memory": "3"},
        {"memory": "lots"},
        {"fit": "squeeze"},
        {"tile": -1},
        {"strip_gps": "yes"},
    ],
)
def test_nonsense_is_refused_in_a_sentence(options):
    with pytest.raises(WrongOption) as refusal:
        Recipe(**options)
    assert refusal.value.hint


def test_every_option_has_a_label_and_a_sense():
    for field in dataclasses.fields(Recipe):
        assert field.metadata["label"]
        assert field.metadata["sense"]


def test_sizes_and_memory_are_read():
    assert parse_size("1920x1080") == (1920, 1080)
    assert parse_size("") is None
    assert parse_memory("2G") == 2 * 1024**3
    assert parse_memory("300M") == 300 * 1024**2
    assert parse_memory("auto") is None


@pytest.mark.parametrize(
    "means",
    [
        {"memory": "2G"},
        {"tile": 64},
        {"engine": "onnxruntime"},
        {"device": "cpu"},
        {"require_gpu": True},
        {"strength": 1.0},
    ],
)
def test_recipes_that_ask_for_the_same_pixels_share_a_fingerprint(means):
    assert Recipe(**means).fingerprint() == Recipe().fingerprint()
    assert Recipe(sharpen=0.5, **means).fingerprint() == Recipe(sharpen=0.5).fingerprint()


def test_all_other_options_ask_for_other_pixels_or_another_file():
    others = [
        {"model": "none"},
        {"quality": "best"},
        {"strength": 0.5},
        {"sharpen": 0.5},
        {"scale": 2.0},
        {"size": "64x64"},
        {"fit": "crop"},
        {"format": "png"},
        {"output_quality": 80},
        {"strip_gps": True},
        {"strip_all": True},
        {"precision": "f32"},
    ]
    assert len({Recipe(**other).fingerprint() for other in [{}, *others]}) == 1 + len(others)
    named = {name for other in others for name in other} | set(MEANS)
    assert named == {field.name for field in dataclasses.fields(Recipe)}
