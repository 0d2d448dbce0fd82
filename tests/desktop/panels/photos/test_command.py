import argparse
import shlex
from pathlib import Path

import pytest

from afterglow.cli.recipe_flags import add_recipe_flags, recipe_from
from afterglow.desktop.panels.photos.command import command
from afterglow.enhance.recipe import Recipe

RECIPES = [
    Recipe(),
    Recipe(model="jpeg-photo", quality="best", strength=0.35, sharpen=0.2),
    Recipe(size="1920x1080", fit="crop", format="webp", output_quality=80, strip_gps=True),
    Recipe(
        scale=1.75,
        engine="onnxruntime",
        device="cpu",
        precision="f32",
        memory="2G",
        tile=256,
        require_gpu=False,
    ),
]


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_command_asks_for_the_same(recipe):
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="+")
    parser.add_argument("-o")
    add_recipe_flags(parser)
    paths = [Path("a b.jpg"), Path("it's.png")]
    words = shlex.split(command(paths, recipe, Path("out")))
    assert words[:2] == ["afterglow", "enhance"]
    arguments = parser.parse_args(words[2:])
    assert recipe_from(arguments) == recipe
    assert arguments.paths == [str(path) for path in paths]


def test_plain_settings_make_a_plain_command():
    assert command([Path("a.jpg")], Recipe()) == "afterglow enhance a.jpg"


def test_a_name_that_looks_like_an_option_is_told_from_one():
    assert command([Path("-rf.jpg")], Recipe()) == "afterglow enhance -- -rf.jpg"
