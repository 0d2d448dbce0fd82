"""What is said of the time before anything is begun."""

from dataclasses import replace

from afterglow.enhance.forecast import forecast
from afterglow.enhance.plan import Plan
from afterglow.enhance.recipe import Recipe
from afterglow.image.geometry import Size
from afterglow.models.choice import expected_seconds, open_session
from afterglow.models.way import Way
from tests.models import fakes, small
from tests.support import picture


def steps(*cards, passes=0):
    restorer, enlarger = (*cards, None, None)[:2]
    return Plan(restorer, enlarger, passes, Size(64, 48), "because")


def test_it_is_nothing_without_a_model_and_unknown_before_the_first_time(tmp_path):
    card, image, timings = small.write_pack(tmp_path), picture(64, 48), tmp_path / "timings.json"
    assert forecast(steps(), image, Recipe(), timings) == 0
    assert forecast(steps(card), image, Recipe(), timings) is None


def test_each_model_counts_with_the_pixels_it_meets(tmp_path):
    card, image, timings = small.write_pack(tmp_path), picture(64, 48), tmp_path / "timings.json"
    slow = fakes.FaultyEngine(fakes.right, Way("slow", "cpu", "f32"), seconds=0.02)
    open_session(card, engines=slow.engines, timings_file=timings)
    doubler = replace(card, scale=2)
    pixels = image.size.pixels
    wanted = sum(expected_seconds(card, pixels * more, timings_file=timings) for more in (1, 1, 4))
    assert forecast(steps(card, doubler, passes=2), image, Recipe(), timings) == wanted
