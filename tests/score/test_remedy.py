from dataclasses import replace

import pytest

from afterglow.models.card import ModelCard
from afterglow.score.diagnosis import Diagnosis
from afterglow.score.remedy import UNMEASURED, helps_until, remedy

CARD = ModelCard("photo", "jpeg-photo", "fast", "", "", 1, 1, 0, "model.onnx", "")
GAINS = {"live1_q10_gain": 1.0, "live1_q80_gain": 0.5, "live1_q90_gain": 0.0, "live1_q95_gain": -0.4}
MEASURED = replace(CARD, numbers=GAINS)
ART = replace(CARD, name="art", task="jpeg-art")


def jpeg(quality, drawing=False):
    return Diagnosis("jpeg", drawing, 0.9, f"it is a JPEG of quality {quality}", quality)


def test_a_jpeg_gets_its_model():
    assert remedy(jpeg(50), [CARD]).model == "photo"
    assert remedy(jpeg(50), [CARD]).task == "jpeg-photo"


def test_a_drawing_gets_the_model_for_drawings_where_there_is_one():
    assert remedy(jpeg(50, drawing=True), [CARD, ART]).model == "art"
    assert remedy(jpeg(50, drawing=True), [CARD]).model == "photo"


def test_a_model_helps_as_far_as_its_numbers_say():
    assert helps_until(MEASURED) == 85
    assert helps_until(CARD) == UNMEASURED
    assert remedy(jpeg(85), [MEASURED]).model == "photo"
    left = remedy(jpeg(86), [MEASURED])
    assert left.model is None
    assert left.reason == "it is a JPEG of quality 86, which has too little to gain"


def test_the_model_of_the_quality_asked_for_decides():
    best = replace(CARD, name="careful", quality="best")
    assert remedy(jpeg(80), [best, MEASURED], "fast").model == "photo"
    assert remedy(jpeg(80), [best, MEASURED], "best").model is None
    assert remedy(jpeg(60), [best, MEASURED], "best").model == "careful"
    assert remedy(jpeg(60), [MEASURED], "best").model == "photo"


def test_a_model_that_never_helps_is_never_used():
    assert remedy(jpeg(10), [replace(CARD, numbers={"val_q10_gain": -1.0})]).model is None


@pytest.mark.parametrize("damage", ["noise", "dark", "blur", "pixelation"])
def test_without_a_model_the_picture_is_left_alone_and_told_why(damage):
    left = remedy(Diagnosis(damage, False, 0.9, "it is so"), [CARD])
    assert left.model is None
    assert left.reason.startswith("it is so, and no model")


def test_a_clean_picture_is_left_alone():
    assert remedy(Diagnosis("clean", False, 0.9, "nothing was found wrong with it"), [CARD]).task is None
