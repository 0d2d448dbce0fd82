"""How long an enhancement will take, said before it is begun."""

from __future__ import annotations

from pathlib import Path

from afterglow.enhance.enhance import wish
from afterglow.enhance.plan import Plan
from afterglow.enhance.recipe import Recipe
from afterglow.image.image import Image
from afterglow.models.choice import expected_seconds


def forecast(steps: Plan, image: Image, recipe: Recipe, timings_file: Path | None = None) -> float | None:
    """Seconds that the models of `steps` will take here; None where one of them has never run here."""
    pixels, seconds = image.size.pixels, 0.0
    for card in steps.cards:
        expected = expected_seconds(card, pixels, wish(recipe, image), timings_file=timings_file)
        if expected is None:
            return None
        seconds += expected
        pixels *= card.scale**2
    return seconds
