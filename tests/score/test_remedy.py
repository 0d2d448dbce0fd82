from dataclasses import replace

import pytest

from afterglow.models.card import ModelCard
from afterglow.score.diagnosis import Diagnosis
from afterglow.score.remedy import UNMEASURED, UNMEASURED_STRENGTH, remedy, strength_at

CARD = ModelCard("photo", "jpeg-photo", "fast", "", "", 1, 1, 0, "model.onnx", "")
GAINS = {"live1_q10_gain": 1.0, "live1_q80_gain": 0.5, "live1_q90_gain": 0.0, "live1_q95_gain": -0.4}
MEASURED = replace(CARD, numbers=GAINS)
ART = replace(CARD, name="art", task="jpeg-art")
NIGHT = replace(CARD, name="night", task="night")
MOSAIC = replace(CARD, name="mosaic", task="mosaic-art")


def jpeg(quality, drawn=0.0):
    return Diagnosis("jpeg", 0.9, f"it is a JPEG of quality {quality}", quality, drawn)


def noisy(noise, quality=None):
    return Diagnosis("noise", 0.9, "it is noisy", quality, noise=noise)


def test_a_jpeg_gets_its_model():
    assert remedy(jpeg(50), [CARD]).model == "photo"
    assert remedy(jpeg(50), [CARD]).task == "jpeg-photo"


def test_a_drawing_gets_the_model_for_drawings_where_there_is_one():
    assert remedy(jpeg(50, drawn=0.9), [CARD, ART]).model == "art"
    assert remedy(jpeg(50, drawn=0.9), [CARD]).model == "photo"


def test_what_may_be_either_gets_the_model_that_harms_neither():
    assert remedy(jpeg(50, drawn=0.6), [CARD, ART]).model == "photo"


def test_less_of_a_change_is_made_where_it_gains_less():
    strengths = [strength_at(MEASURED, quality) for quality in (10, 80, 85, 90, 92, 95)]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[0] == 1
    assert 0 < strengths[3] < 0.5
    assert strengths[-1] == 0
    assert remedy(jpeg(85), [MEASURED]).strength == strengths[2]


def test_fine_jpegs_are_changed_little_however_much_a_model_gains():
    great = replace(CARD, numbers={"val_q90_gain": 3.0})
    assert strength_at(great, 90) == 1
    assert strength_at(great, 95) == 0.5


def test_where_a_model_would_harm_the_picture_is_left_alone():
    left = remedy(jpeg(95), [MEASURED])
    assert (left.model, left.strength) == (None, 0)
    assert left.reason == "it is a JPEG of quality 95, which has too little to gain"
    assert remedy(jpeg(10), [replace(CARD, numbers={"val_q10_gain": -1.0})]).model is None


def test_a_model_without_numbers_is_used_with_care():
    assert strength_at(CARD, UNMEASURED) == UNMEASURED_STRENGTH
    assert strength_at(CARD, UNMEASURED + 1) == 0


def test_the_model_of_the_quality_asked_for_decides():
    best = replace(CARD, name="careful", quality="best")
    assert remedy(jpeg(80), [best, MEASURED], "fast").model == "photo"
    assert remedy(jpeg(80), [best, MEASURED], "best").model is None
    assert remedy(jpeg(60), [best, MEASURED], "best").model == "careful"
    assert remedy(jpeg(60), [MEASURED], "best").model == "photo"


def test_the_more_noise_the_more_is_taken():
    strengths = [remedy(noisy(noise), [NIGHT]).strength for noise in (0.4, 0.5, 0.8)]
    assert strengths == sorted(strengths)
    assert strengths[-1] == 1
    assert remedy(noisy(0.8), [NIGHT]).model == "night"


def test_what_may_be_texture_is_left_alone():
    left = remedy(noisy(0.2), [NIGHT])
    assert left.model is None
    assert left.reason == "it is noisy, but so little that it could be texture"


def test_a_faintly_noisy_jpeg_is_treated_as_a_jpeg():
    assert remedy(noisy(0.4, quality=50), [NIGHT, CARD]).model == "photo"
    assert remedy(noisy(0.8, quality=50), [NIGHT, CARD]).model == "night"


def test_a_dark_jpeg_is_treated_as_a_jpeg():
    dark = Diagnosis("dark", 0.9, "it got too little light", 50)
    chosen = remedy(dark, [NIGHT, CARD])
    assert chosen.model == "photo"
    assert chosen.reason == "it got too little light, and it is a JPEG of quality 50"


def test_a_mosaic_is_treated_in_drawings_fully_and_in_photographs_in_part():
    def mosaic(drawn):
        return Diagnosis("pixelation", 0.9, "it is a mosaic", drawn=drawn)

    assert remedy(mosaic(0.9), [MOSAIC]).model == "mosaic"
    assert remedy(mosaic(0.1), [MOSAIC]).model == "mosaic"
    assert remedy(mosaic(0.9), [MOSAIC]).strength == 1
    assert 0 < remedy(mosaic(0.1), [MOSAIC]).strength < 1
    assert remedy(mosaic(0.9), [CARD]).reason == "it is a mosaic, and no model for mosaic-art is installed"


@pytest.mark.parametrize("damage", ["dark", "blur"])
def test_what_no_model_helps_is_left_alone_and_told_why(damage):
    left = remedy(Diagnosis(damage, 0.9, "it is so"), [CARD, NIGHT])
    assert left.model is None
    assert left.reason == "it is so, and no model of ours would do it good"


def test_what_is_not_sure_is_left_alone():
    left = remedy(Diagnosis("noise", 0.5, "it is noisy", noise=0.9), [NIGHT])
    assert left.reason == "perhaps it is noisy, but that is not sure enough to act"


def test_a_clean_picture_is_left_alone():
    assert remedy(Diagnosis("clean", 0.9, "nothing was found wrong with it"), [CARD]).task is None
