import math
from pathlib import Path

import pytest

from afterglow.desktop.panels.judge.state import (
    REFERENCE,
    A,
    B,
    JudgeSettings,
    Opened,
    Trial,
    as_text,
    metric_rows,
    number,
    verdict,
)
from afterglow.desktop.words import LANGUAGES, Words
from afterglow.metrics import METRICS
from afterglow.score.compare import Comparison
from tests.score.pictures import image, scene

WORDS = Words("en")
ONE, TWO, THREE = Path("one.png"), Path("two.png"), Path("three.png")


def found(better="b", confidence=0.9312, sides=("a", "b"), values=(1.0, 2.0)):
    metrics = {name: dict(zip(sides, values, strict=True)) for name in METRICS}
    return Comparison(better, confidence, "their pixels are equal", {}, metrics)


def test_files_fill_the_empty_places_in_order():
    trial = Trial()
    assert trial.places_for([ONE]) == {A: ONE}
    assert trial.places_for([ONE, TWO]) == {A: ONE, B: TWO}
    assert trial.places_for([ONE, TWO, THREE]) == {A: ONE, B: TWO, REFERENCE: THREE}
    trial.put(A, ONE)
    assert trial.places_for([TWO]) == {B: TWO}
    trial.put(B, TWO)
    assert trial.places_for([THREE]) == {B: THREE}
    assert trial.places_for([TWO, ONE]) == {A: TWO, B: ONE}


def test_it_is_ready_once_all_that_was_asked_for_is_open():
    trial, picture = Trial(), image(scene(40, 32))
    for side, path in ((A, ONE), (B, TWO)):
        trial.put(side, path)
        trial.opened[side] = Opened(path, picture)
    assert trial.ready
    trial.put(REFERENCE, THREE)
    assert not trial.ready
    trial.take_away(REFERENCE)
    assert trial.ready


def test_what_was_found_of_other_pictures_no_longer_counts():
    trial = Trial()
    trial.put(A, ONE)
    trial.found = found()
    trial.put(A, TWO)
    assert trial.found is None


def test_a_and_b_change_places():
    trial = Trial()
    trial.put(A, ONE)
    trial.put(B, TWO)
    trial.swap()
    assert trial.paths == {A: TWO, B: ONE}


@pytest.mark.parametrize(
    ("better", "confidence", "said"),
    [
        ("b", 0.9312, "B is better, 93 % sure"),
        ("a", 1.0, "A is better, 99 % sure"),
        ("", 0.55, "Neither is better"),
        ("", 1.0, "Both are equal"),
    ],
)
def test_the_verdict_is_a_sentence(better, confidence, said):
    assert verdict(found(better, confidence), WORDS) == said


def test_the_better_number_is_marked_whichever_way_it_counts():
    best = {name: mark for name, (_, _, mark) in zip(METRICS, metric_rows(found(), WORDS), strict=True)}
    assert best["psnr"] == 1
    assert best["delta_e"] == 0
    equal = metric_rows(found(values=(2.0, 2.0)), WORDS)
    assert {mark for _, _, mark in equal} == {-1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_has_a_name(language):
    rows = metric_rows(found(), Words(language))
    assert len({title for title, _, _ in rows}) == len(METRICS)


def test_numbers_without_end_are_shown_as_such():
    assert number(math.inf) == "∞"
    assert number(31.23456) == "31.23"


def test_all_that_was_found_can_be_copied():
    trial = Trial()
    trial.put(A, ONE)
    trial.put(B, TWO)
    assert as_text(trial, WORDS) == ""
    trial.found = found()
    lines = as_text(trial, WORDS).splitlines()
    assert lines[:3] == ["A: one.png", "B: two.png", "B is better, 93 % sure"]
    assert "PSNR\t1 dB\t2 dB" in lines


def test_settings_of_another_version_do_no_harm():
    trial = Trial(JudgeSettings("upside", "clouds", 7, "cmyk"))
    assert (trial.view, trial.gain, trial.space) == ("pictures", 5, "rgb")
