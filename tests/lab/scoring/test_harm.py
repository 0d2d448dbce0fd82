from dataclasses import replace

from afterglow.enhance.recipe import Recipe
from afterglow.image.image import Image
from afterglow.models.sessions import Sessions
from afterglow_lab.scoring.harm import Outcome, lines, outcome
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
