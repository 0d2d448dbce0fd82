"""Deciding what will be done to a clip, before anything is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from afterglow.enhance.plan import Plan, plan
from afterglow.enhance.recipe import AUTO, Recipe, parse_size
from afterglow.errors import WrongOption
from afterglow.image.geometry import Size
from afterglow.image.image import Image
from afterglow.progress import SILENT, Progress
from afterglow.video.clip import Clip
from afterglow.video.containers import Container, container_named
from afterglow.video.options import VideoOptions
from afterglow.video.reader import Reader
from afterglow.video.shape import Shape, shape_of
from afterglow.video.tracks import Fate, fates

SAMPLES = (0.2, 0.5, 0.8)
"""Where in the clip pictures are looked at to choose a model, as shares of its length."""


@dataclass(frozen=True)
class ClipPlan:
    """The steps for every picture, how the result is coded, and what becomes of the other tracks."""

    steps: Plan
    recipe: Recipe
    options: VideoOptions
    container: Container
    size: Size  # of the result's pictures, before an odd side grows
    shape: Shape
    fates: tuple[Fate, ...]
    notes: tuple[str, ...]

    @property
    def by_fields(self) -> bool:
        """Are the two fields of each picture enhanced apart, because they show different moments?"""
        return bool(self.shape.coding.fields)

    @property
    def calm(self) -> bool:
        """Is what a model made blended along with what moves? Fields would need it for each of them."""
        return self.options.calm == "on" and bool(self.steps.cards) and not self.by_fields

    def cropped(self, pixels: np.ndarray) -> np.ndarray:
        """A picture as it is encoded, without what an odd side had grown by."""
        return pixels[: self.size.height, : self.size.width]


def plan_clip(
    reader: Reader, target: Path, recipe: Recipe, options: VideoOptions, progress: Progress = SILENT
) -> ClipPlan:
    """What `recipe` and `options` come to for a clip."""
    clip = reader.clip
    container = container_named(target)
    begin, _ = options.stretch
    if begin is not None and clip.seconds and begin >= clip.seconds:
        raise over_by_then(clip)
    if recipe.size:
        _check_size(recipe)
    # What cannot be is said before pictures are looked at, which takes seconds.
    shape_of(clip, clip.size, recipe, options, container)
    came, notes = fates(clip, container, options)
    steps = _steps(reader, recipe, options, progress)
    size = result_size(steps, recipe)
    shape = shape_of(clip, size, recipe, options, container)
    if shape.coding.fields:
        steps = replace(steps, size=Size(steps.size.width, steps.size.height // 2))
    return ClipPlan(
        steps, recipe, options, container, size, shape, came, tuple(dict.fromkeys((*shape.notes, *notes)))
    )


def over_by_then(clip: Clip) -> WrongOption:
    """What is said of a time after a clip's end."""
    return WrongOption(f"{clip.name} is over after {clip.seconds:.1f} seconds", "Name an earlier time.")


def result_size(steps: Plan, recipe: Recipe) -> Size:
    """The size of the pictures that these steps make."""
    exact = parse_size(recipe.size)
    return Size(*exact) if exact else steps.size


def _check_size(recipe: Recipe) -> None:
    width, height = parse_size(recipe.size) or (0, 0)
    if max(width, height) > LONGEST_SIDE:
        raise WrongOption(
            f"A video of {width}×{height} pixels plays nowhere", f"The most is {LONGEST_SIDE} on a side."
        )


LONGEST_SIDE = 8192


def _steps(reader: Reader, recipe: Recipe, options: VideoOptions, progress: Progress) -> Plan:
    """One plan for all pictures: those that chose for themselves would flicker. Most samples win."""
    clip = reader.clip
    if recipe.model != AUTO or recipe.strength == 0:
        return plan(_blank(clip), recipe)
    plans = [plan(image, recipe) for image in reader.samples(_times(clip, options), progress)]
    if not plans:
        return plan(_blank(clip), recipe)
    votes = Counter(steps.model for steps in plans)
    model = max(votes, key=lambda name: votes[name])
    agreeing = [steps for steps in plans if steps.model == model]
    strength = float(np.median([steps.strength for steps in agreeing]))
    reason = f"{agreeing[0].reason} ({len(agreeing)} of {len(plans)} pictures looked at agree)"
    # Each picture of a clip was rounded in its own way, and seldom in JPEG's.
    return replace(agreeing[0], strength=strength, reason=reason, trace=None)


def _times(clip: Clip, options: VideoOptions) -> list[float]:
    begin, end = options.stretch
    first, last = begin or 0.0, end or clip.seconds
    return [first + share * (last - first) for share in SAMPLES] if last > first else [first]


def _blank(clip: Clip) -> Image:
    return Image(np.zeros((clip.height, clip.width, 3), np.uint8))
