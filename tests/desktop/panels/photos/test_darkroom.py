import numpy as np
import pytest

from afterglow.desktop.panels.photos import darkroom
from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.errors import ModelProblem, WouldOverwrite
from afterglow.image import Box, Image, read
from afterglow.models.sessions import Sessions
from tests.cli.product import draw
from tests.support import texture

EXACT = {"engine": "onnxruntime", "precision": "f32"}


@pytest.fixture
def sessions(home):
    with Sessions() as made:
        yield made


@pytest.fixture
def image():
    return Image(texture(90, 70))


def far(one, other):
    return int(np.abs(one.pixels.astype(int) - other.pixels.astype(int)).max())


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("sharpen", [0.0, 0.6])
def test_a_finished_result_is_what_the_command_makes(image, sessions, strength, sharpen):
    recipe = Recipe(model="tiny", strength=strength, sharpen=sharpen, **EXACT)
    developed = darkroom.develop(image, recipe, None, sessions)
    made = darkroom.finish(image, developed, recipe)
    # Blending what was rounded once more may be one step off, and sharpening makes it a few.
    assert far(made, enhance(image, recipe, sessions=sessions).image) <= (1 if not sharpen else 4)


@pytest.mark.parametrize(
    "size",
    [
        {"scale": 2.0},
        {"size": "40x40", "fit": "crop"},
        {"size": "200x100"},
        {"size": "33x77", "fit": "stretch"},
    ],
)
def test_sizes_are_what_the_command_makes(image, sessions, size):
    recipe = Recipe(model="tiny", **size, **EXACT)
    developed = darkroom.develop(image, recipe, None, sessions)
    made = darkroom.finish(image, developed, recipe)
    whole = enhance(image, recipe, sessions=sessions).image
    assert made.size == whole.size
    assert far(made, whole) <= 1


def test_a_part_is_exactly_what_the_whole_has_there(image, sessions):
    recipe = Recipe(model="tiny", **EXACT)
    whole = darkroom.develop(image, recipe, None, sessions).full
    box = Box(31, 22, 60, 47)
    part = darkroom.develop_part(image, box, recipe, None, sessions)
    assert part.box == box
    assert far(part.image, whole.cut(box)) <= 1


def test_without_a_model_there_is_no_part_and_nothing_changes(image, sessions):
    recipe = Recipe(model="none")
    assert darkroom.develop_part(image, Box(0, 0, 9, 9), recipe, None, sessions) is None
    developed = darkroom.develop(image, recipe, None, sessions)
    assert developed.model is None
    assert darkroom.finish(image, developed, recipe).pixels is image.pixels


def test_strength_zero_is_the_picture_itself(image, sessions):
    recipe = Recipe(model="tiny", **EXACT)
    developed = darkroom.develop(image, recipe, None, sessions)
    made = darkroom.finish(image, developed, Recipe(model="tiny", strength=0.0, **EXACT))
    assert np.array_equal(made.pixels, image.pixels)


def test_what_nothing_was_done_to_is_copied_byte_for_byte(tmp_path, sessions):
    source = draw(tmp_path / "a.jpg")
    image = read(source)
    recipe = Recipe(model="none")
    developed = darkroom.develop(image, recipe, None, sessions)
    darkroom.save(source, tmp_path / "b.jpg", image, developed, recipe, overwrite=False)
    assert (tmp_path / "b.jpg").read_bytes() == source.read_bytes()


def test_nothing_is_replaced_unasked(tmp_path, sessions):
    source, there = draw(tmp_path / "a.png"), draw(tmp_path / "b.png", seed=5)
    before = there.read_bytes()
    image, recipe = read(source), Recipe(model="tiny", **EXACT)
    developed = darkroom.develop(image, recipe, None, sessions)
    with pytest.raises(WouldOverwrite):
        darkroom.save(source, there, image, developed, recipe, overwrite=False)
    assert there.read_bytes() == before
    darkroom.save(source, there, image, developed, recipe, overwrite=True)
    assert np.array_equal(read(there).pixels, developed.full.pixels)


def test_a_model_that_is_gone_is_told(image, sessions):
    with pytest.raises(ModelProblem):
        darkroom.develop(image, Recipe(model="gone"), None, sessions)


def test_what_is_shown_first_lies_in_the_middle_of_what_is_seen():
    size = Image(texture(30, 20)).size
    assert darkroom.worth_showing_first(Box(0, 0, 30, 20), size) == Box(0, 0, 30, 20)
    large = darkroom.worth_showing_first(Box(1000, 0, 5000, 3000), size._replace(width=8000, height=6000))
    assert large.size.pixels <= darkroom.PART
    assert abs((large.left + large.right) / 2 - 3000) <= 1
    assert abs((large.top + large.bottom) / 2 - 1500) <= 1


def test_where_a_framed_result_lies_on_its_picture():
    size = Image(texture(200, 100)).size
    assert darkroom.placed(size, Recipe()) is None
    assert darkroom.placed(size, Recipe(size="50x50", fit="crop")) == (50, 0, 100, 100)
    assert darkroom.placed(size, Recipe(size="50x50", fit="pad")) == (0, -50, 200, 200)
    assert darkroom.placed(size, Recipe(size="50x50", fit="stretch")) is None
