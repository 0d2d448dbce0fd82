from dataclasses import replace

from afterglow.enhance.recipe import Recipe
from afterglow.image.image import Image
from afterglow.models.sessions import Sessions
from afterglow_lab.scoring.harm import Kept, Outcome, lines, outcome
from afterglow_lab.scoring.mishaps import Mishap
from tests.score.pictures import jpeg, scene

GAINED = Outcome("JPEG q40", "lake", 1.0, False, "photo", "it is a JPEG of quality 40")


def test_a_picture_that_is_left_alone_has_neither_won_nor_lost():
    mishap = Mishap("lake", False, "JPEG q40", Image(jpeg(scene(96, 80), 40)), scene(96, 80))
    with Sessions() as sessions:
        found = outcome(mishap, Recipe(model="none"), sessions)
    assert (found.gain, found.untouched, found.model) == (0.0, True, "")


def test_the_table_counts_harm_and_names_it():
    lost = replace(GAINED, picture="sea", gain=-0.2)
    left = Outcome("clean", "sea", 0.0, True, "", "nothing was found wrong with it")
    told = "\n".join(lines({"auto": [left, GAINED, lost], "night": [left, GAINED, GAINED]}))
    assert "| JPEG q40 | 2 | 0 | 1 | -0.20 | +0.40 | +1.00 |" in told
    assert "Harmed by more than 0.05 dB: 1 of 3 (33.3 %)" in told
    assert "left as they were, bit by bit: 1 of 1 (100.0 %)" in told
    assert "sea, JPEG q40: -0.20 dB by photo" in told


def test_an_original_that_was_changed_counts_as_harm():
    changed = Outcome("clean", "sea", float("-inf"), False, "photo", "")
    told = "\n".join(lines({"auto": [changed, GAINED]}))
    assert "Harmed by more than 0.05 dB: 1 of 2" in told
    assert told.splitlines()[0].count("|") == told.splitlines()[1].count("|") == 7
    assert "bit by bit: 0 of 1 (0.0 %)" in told


def test_several_damages_are_summed_beside_one_model():
    mixed = replace(GAINED, mishap="mixed", gain=0.5)
    told = "\n".join(lines({"auto": [GAINED, mixed], "night": [replace(mixed, gain=-1.0)]}))
    assert "| JPEG q40 | 1 | 0 | 0 | +1.00 | +1.00 |  |" in told
    assert "| mixed | 1 | 0 | 0 | +0.50 | +0.50 | -1.00 |" in told
    assert "Mean gain over all that was damaged: +0.75." in told
    assert "Mean gain where several damages met: auto +0.50, night -1.00." in told


def test_what_was_kept_is_not_measured_again(tmp_path):
    mishap = Mishap("lake", False, "JPEG q40", Image(jpeg(scene(96, 80), 40)), scene(96, 80))
    with Sessions() as sessions:
        found = Kept(tmp_path / "kept").outcome("auto", mishap, Recipe(model="none"), sessions)
        again = Kept(tmp_path / "kept").outcome("auto", mishap, Recipe(model="no such model"), sessions)
    assert again == found
