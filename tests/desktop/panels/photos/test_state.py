import json

import pytest

from afterglow.desktop.panels.photos.darkroom import Developed, needs
from afterglow.desktop.panels.photos.state import Photos
from afterglow.enhance.recipe import Recipe
from afterglow.errors import WrongOption
from tests.cli.product import draw
from tests.support import picture


@pytest.fixture
def album(tmp_path):
    for name in ("a.png", "b.png"):
        draw(tmp_path / name)
    return tmp_path


def pictures(album):
    return [album / "a.png", album / "b.png"]


def names(state):
    return [photo.path.name for photo in state.photos]


def test_the_first_of_what_is_opened_is_looked_at(album):
    state = Photos()
    state.add(pictures(album))
    assert names(state) == ["a.png", "b.png"]
    assert state.current.path.name == "a.png"


def test_what_is_found_later_leaves_alone_what_is_looked_at(album):
    state = Photos()
    state.add([album / "a.png"])
    state.add([album / "b.png"], look=False)
    assert names(state) == ["a.png", "b.png"]
    assert state.current.path.name == "a.png"


def test_two_spellings_of_a_place_are_one_picture(album):
    state = Photos()
    state.add([album / "a.png", album / "b.png"])
    state.add([album / "deeper" / ".." / "b.png"])
    assert names(state) == ["a.png", "b.png"]
    assert state.index == 1


def test_what_was_taken_off_can_be_opened_again(album):
    state = Photos()
    state.add(pictures(album))
    state.close()
    state.add([album / "a.png"])
    assert names(state) == ["b.png", "a.png"]


def test_nothing_is_opened_twice_and_what_was_named_last_is_looked_at(album):
    state = Photos()
    state.add([album / "a.png"])
    state.add([album / "b.png"])
    state.add([album / "a.png"])
    assert names(state) == ["a.png", "b.png"]
    assert state.current.path.name == "a.png"


def test_each_picture_has_its_own_settings_and_their_undo(album):
    state = Photos()
    state.add(pictures(album))
    state.change(strength=0.5)
    state.go_to(1)
    assert state.recipe.strength == 1
    state.change(sharpen=0.2)
    state.undo()
    assert state.recipe.sharpen == 0
    state.go_to(0)
    assert state.recipe.strength == 0.5
    state.to_all()
    state.go_to(1)
    assert state.recipe.strength == 0.5


def test_habits_outlive_the_day_and_the_choice_for_one_picture_does_not(album):
    state = Photos()
    state.add(pictures(album))
    state.change(quality="best", model="none", strength=0.3)
    tomorrow = Photos(state.habits_kept())
    assert tomorrow.recipe == Recipe(quality="best")


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"quality": "golden"}', '{"unheard_of": 1}', "3"])
def test_habits_of_another_version_are_forgotten(torn):
    assert Photos(torn).recipe == Recipe()


def test_what_makes_no_sense_is_refused_and_changes_nothing(album):
    state = Photos()
    state.add(pictures(album))
    with pytest.raises(WrongOption):
        state.change(memory="a lot")
    assert state.recipe == Recipe()


def test_strength_sharpening_and_the_file_need_no_new_run(album):
    state = Photos()
    state.add(pictures(album))
    state.hear_of_result(Developed(picture(4, 4), 1.0, "tiny", ""), state.recipe)
    state.change(strength=0.2, sharpen=0.7, format="png", strip_gps=True, memory="2G")
    assert state.ready
    for change in (
        {"model": "none"},
        {"quality": "best"},
        {"scale": 2.0},
        {"size": "9x9"},
        {"device": "cpu"},
    ):
        state.change(**change)
        assert not state.ready
        state.undo()


def test_the_strength_that_is_seen_is_no_more_than_is_safe(album):
    state = Photos()
    state.add(pictures(album))
    state.change(strength=0.5)
    state.hear_of_result(Developed(picture(4, 4), 0.5, "tiny", ""), state.recipe)
    assert state.strength == 0.25


def test_a_picture_is_taken_off_and_its_file_stays(album):
    state = Photos()
    state.add(pictures(album))
    state.close()
    state.close()
    state.close()
    assert state.current is None
    assert (album / "a.png").exists()


def test_only_what_the_models_need_is_compared():
    plain = needs(Recipe())
    assert needs(Recipe(strength=0.1, sharpen=1, output_quality=3, strip_all=True, tile=64)) == plain
    assert needs(Recipe(quality="best")) != plain
    assert json.loads(Photos().habits_kept()) == {}
