import numpy as np
import pytest

from afterglow.image.image import Image, Origin
from afterglow.models.card import ModelCard
from afterglow.score.recommend import recommend
from tests.score.pictures import image, jpeg, pixelated, scene

CARDS = [
    ModelCard("photo", "jpeg-photo", "fast", "", "", 1, 1, 0, "model.onnx", ""),
    ModelCard("mosaic", "mosaic-art", "fast", "", "", 1, 1, 0, "model.onnx", ""),
]


@pytest.mark.parametrize("quality", [10, 40, 70])
def test_a_jpeg_is_known_even_as_another_file(quality):
    advice = recommend(image(jpeg(scene(), quality)), cards=CARDS)
    assert advice.damage == "jpeg"
    assert advice.model == "photo"
    assert abs(advice.findings["jpeg_quality_of_pixels"] - quality) <= 5


def test_what_the_file_says_counts():
    said = Image(scene(), origin=Origin("jpeg", quality=30))
    assert recommend(said, cards=CARDS).task == "jpeg-photo"


def test_a_fine_jpeg_is_left_alone_and_told_why():
    advice = recommend(Image(jpeg(scene(), 95), origin=Origin("jpeg", quality=95)), cards=CARDS)
    assert advice.task is None
    assert advice.reason == "a JPEG of quality 95 has nothing to gain"


def test_a_clean_picture_is_left_alone():
    advice = recommend(image(scene()), cards=CARDS)
    assert advice.task is None
    assert advice.strength == 0


@pytest.mark.parametrize("block", [2, 4, 8])
def test_a_mosaic_is_known_with_its_block(block):
    advice = recommend(image(pixelated(scene(), block)), cards=CARDS)
    assert advice.damage == "pixelation"
    assert advice.findings["mosaic_block"] == block


def test_a_mosaic_that_was_stored_as_jpeg_is_treated_as_a_mosaic():
    advice = recommend(image(jpeg(pixelated(scene(), 3), 75)), cards=CARDS)
    assert (advice.damage, advice.model) == ("pixelation", "mosaic")
    assert advice.findings["mosaic_block"] == 3


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((300, 300, 3), np.uint8),
        np.full((40, 500, 3), 65535, np.uint16),
        np.full((64, 64, 3), np.nan, np.float32),
        np.random.default_rng(0).random((50, 20, 3), np.float32),
    ],
)
def test_odd_pictures_are_left_alone(pixels):
    assert recommend(Image(pixels), cards=CARDS).task is None


@pytest.mark.parametrize("value", [0, 90, 255])
def test_what_shows_nothing_is_left_alone_and_told_so(value):
    advice = recommend(image(np.full((200, 200, 3), value, np.uint8)), cards=CARDS)
    assert (advice.damage, advice.model) == ("clean", None)
    assert advice.reason == "it shows nothing but one flat colour"


def test_without_models_the_damage_is_told_all_the_same():
    advice = recommend(image(jpeg(scene(), 30)), cards=[])
    assert advice.damage == "jpeg"
    assert advice.model is None
    assert "no model for jpeg-photo is installed" in advice.reason
