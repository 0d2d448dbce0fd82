import numpy as np
import pytest

from afterglow.enhance.plan import plan
from afterglow.enhance.recipe import Recipe
from afterglow.image.image import Image, Origin
from afterglow.models.store import find_model, list_models
from afterglow.score.remedy import strength_at
from tests.score.pictures import jpeg, scene

shipped = pytest.mark.skipif(
    not any(card.task == "jpeg-photo" for card in list_models()), reason="the model is not there"
)


def file(quality):
    return Image(jpeg(scene(), quality), origin=Origin("jpeg", quality=quality))


@shipped
@pytest.mark.parametrize("quality", [30, 88])
def test_auto_makes_as_much_of_a_change_as_is_safe(quality):
    steps = plan(file(quality), Recipe())
    assert steps.restorer is not None
    assert steps.restorer.quality == "fast"
    assert steps.strength == strength_at(steps.restorer, quality)


@shipped
def test_the_strength_asked_for_is_a_share_of_what_is_safe():
    safe = plan(file(88), Recipe()).strength
    assert plan(file(88), Recipe(strength=0.5)).strength == pytest.approx(safe / 2)


@shipped
def test_a_model_that_was_asked_for_is_not_held_back():
    name = next(card.name for card in list_models() if card.task == "jpeg-photo")
    steps = plan(file(95), Recipe(model=name))
    assert steps.restorer == find_model(name)
    assert steps.strength == 1


def test_a_clean_picture_needs_no_step():
    steps = plan(Image(scene()), Recipe())
    assert steps.cards == ()
    assert steps.size == (400, 320)


def test_strength_zero_asks_nobody():
    steps = plan(Image(np.zeros((4, 4, 3), np.uint8)), Recipe(strength=0))
    assert (steps.model, steps.reason) == (None, "strength 0 leaves every pixel as it was")
