"""Deciding what will be done to a picture, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log2

from afterglow.enhance.recipe import AUTO, Recipe, parse_size
from afterglow.enhance.traces import Trace, trace_of
from afterglow.errors import ModelProblem
from afterglow.image.geometry import Size
from afterglow.image.image import Image
from afterglow.models.card import ModelCard
from afterglow.models.store import find_model, list_models
from afterglow.score.recommend import recommend

UPSCALE = "upscale"


@dataclass(frozen=True)
class Plan:
    """The steps for one picture: `restorer` if any, `enlarger` as often as `passes` says, then exact `size`.

    `strength` is how much of the restorer's change is made: what was asked, or less where that is safer.
    `trace` is what the damage left, to hold the restorer to.
    """

    restorer: ModelCard | None
    enlarger: ModelCard | None
    passes: int
    size: Size
    reason: str
    strength: float = 1.0
    trace: Trace | None = None

    @property
    def cards(self) -> tuple[ModelCard, ...]:
        """The models in the order in which they run."""
        restorer = (self.restorer,) if self.restorer else ()
        return restorer + ((self.enlarger,) * self.passes if self.enlarger else ())

    @property
    def model(self) -> str | None:
        """Their names as the user reads them; None where no model touches the picture."""
        return " + ".join(dict.fromkeys(card.name for card in self.cards)) or None


def plan(image: Image, recipe: Recipe) -> Plan:
    """What `recipe` comes to for `image`."""
    restorer, strength, reason = _restorer(image, recipe)
    size = wanted_size(image.size, recipe)
    factor = max(size.width / image.size.width, size.height / image.size.height)
    if restorer and restorer.scale > 1:
        return Plan(None, restorer, 1, size if factor > 1 else image.size.scaled(restorer.scale), reason)
    passes = ceil(log2(factor) - 1e-9) if factor > 1 and recipe.strength > 0 and recipe.model != "none" else 0
    enlarger = _of_task(UPSCALE, recipe.quality) if passes else None
    trace = trace_of(image, restorer.task) if restorer else None
    return Plan(restorer, enlarger, min(passes, 2), size, reason, strength, trace)


def wanted_size(size: Size, recipe: Recipe) -> Size:
    """The size of the result, before padding or cropping to the exact frame."""
    exact = parse_size(recipe.size)
    if exact is None:
        return size.scaled(recipe.scale) if recipe.scale != 1 else size
    frame = Size(*exact)
    return {"pad": size.fitted(frame), "crop": size.covering(frame), "stretch": frame}[recipe.fit]


def _restorer(image: Image, recipe: Recipe) -> tuple[ModelCard | None, float, str]:
    """The model, how much of its change to make, and why."""
    if recipe.strength == 0:
        return None, 0.0, "strength 0 leaves every pixel as it was"
    if recipe.model == "none":
        return None, 0.0, "no model was asked for"
    if recipe.model != AUTO:
        return model_named(recipe.model, recipe.quality), recipe.strength, "it was asked for"
    advice = recommend(image, quality=recipe.quality)
    restorer = find_model(advice.model) if advice.model else None
    return restorer, recipe.strength * advice.strength, advice.reason


def model_named(name: str, quality: str) -> ModelCard:
    """A model by its own name, or by its task in the quality asked for."""
    if name in {card.task for card in list_models()}:
        return _of_task(name, quality)
    return find_model(name)


def _of_task(task: str, quality: str) -> ModelCard:
    cards = [card for card in list_models() if card.task == task]
    if not cards:
        raise ModelProblem(
            f"No model for {task} is installed", hint="`afterglow models list` shows what there is."
        )
    return next((card for card in cards if card.quality == quality), cards[0])
