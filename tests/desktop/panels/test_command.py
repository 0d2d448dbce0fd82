import argparse
import shlex
from pathlib import Path

import pytest

from afterglow.cli.recipe_flags import add_recipe_flags, add_video_flags, recipe_from, video_options_from
from afterglow.desktop.panels.command import command, video_command
from afterglow.enhance.recipe import Recipe
from afterglow.video.options import VideoOptions

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


@pytest.mark.parametrize(
    "options",
    [
        VideoOptions(),
        VideoOptions(begin="1:02", end="1:30", every=3, calm="off", deinterlace=True),
        VideoOptions(codec="av1", crf=30, depth="10", audio="opus", audio_bit_rate="96k", subtitles="drop"),
    ],
)
def test_the_command_for_clips_asks_for_the_same(options):
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="+")
    parser.add_argument("-o")
    add_video_flags(parser)
    add_recipe_flags(parser, leave_out=("format", "output_quality"))
    words = shlex.split(video_command([Path("a b.mp4")], Recipe(quality="best"), options, Path("made")))
    assert words[:2] == ["afterglow", "video"]
    arguments = parser.parse_args(words[2:])
    assert (recipe_from(arguments), video_options_from(arguments)) == (Recipe(quality="best"), options)
    assert (arguments.paths, arguments.o) == (["a b.mp4"], "made")
