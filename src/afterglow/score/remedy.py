"""What to do about a damage: a task, the model for it, how much of it, and nothing where that could do harm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from afterglow.models.card import ModelCard
from afterglow.score.diagnosis import Diagnosis, jpeg_reason

SURE = 0.6  # confidence below which a picture is rather left alone
SURELY_DRAWN = 0.7  # how likely a drawing must be for a model that knows nothing else
LEAST = 0.15  # strength below which a change would not be seen
UNMEASURED, UNMEASURED_STRENGTH = 75, 0.5  # up to which JPEG quality a model without numbers helps, and how
GAIN = re.compile(r"(live1|val)_q(\d+)_gain")

# Half of a change costs at most half of what the whole would, and mostly gains: the squared error of a blend
# never lies above the line between its ends. So a model is blended in where its whole change gains little.
# What this comes to is measured in docs/judging.md.
NEUTRAL = 0.45  # strength where a model neither gains nor loses on the mean
HARMLESS = 100  # JPEG quality at which there is nothing left to gain; ten below it the cap on strength begins
PER_DECIBEL = 1.0  # more strength for each dB that it gains

# Of 8 training photographs under blocks of 2, 3, 4 and 8 pixels each gains by 0.04 to 4.0 dB with this strength, and
# a third of them less with all of it.
PHOTOGRAPHED_MOSAIC = 0.7

# Fine texture can look like noise of 0.3 to the judge: nothing is done below. What is noisier gains with all strengths.
FAINT = 0.35  # noise as the judge names it
FAINT_STRENGTH = 0.6  # strength there, which rises by as much as noise
MOSTLY = 0.5  # noise from which it is treated before JPEG's damage


@dataclass(frozen=True)
class Remedy:
    """A task, the model for it and how much of its change to make, or None twice and 0; and why."""

    task: str | None
    model: str | None
    reason: str
    strength: float = 0.0


def remedy(found: Diagnosis, cards: Sequence[ModelCard], quality: str = "fast") -> Remedy:
    """What to do; the reason reads on from "because"."""
    if found.damage != "clean" and found.confidence < SURE and found.quality is None:
        return _alone(f"perhaps {found.reason}, but that is not sure enough to act")
    if found.damage == "pixelation":
        return _against_mosaic(found, cards, quality)
    if found.damage == "noise" and (found.quality is None or found.noise >= MOSTLY):
        return _against_noise(found, cards, quality)
    if found.quality is not None:
        return _against_jpeg(found, found.quality, cards, quality)
    if found.damage == "clean":
        return _alone(found.reason)
    return _alone(f"{found.reason}, and no model of ours would do it good")


def strength_at(card: ModelCard, jpeg_quality: int) -> float:
    """How much of a model's change is safe at a JPEG quality, from the gains measured on its card."""
    gains: dict[str, dict[int, float]] = {}
    for name, value in card.numbers.items():
        if match := GAIN.fullmatch(name):
            gains.setdefault(match[1], {})[int(match[2])] = value
    if not gains:
        return UNMEASURED_STRENGTH if jpeg_quality <= UNMEASURED else 0.0
    measured = gains.get("live1") or gains["val"]
    gain = np.interp(jpeg_quality, sorted(measured), [measured[quality] for quality in sorted(measured)])
    return _strength(min(NEUTRAL + PER_DECIBEL * float(gain), (HARMLESS - jpeg_quality) / 10))


def noise_strength(noise: float) -> float:
    """How much of a model's change is safe on noise as strong as the judge names it."""
    return _strength(FAINT_STRENGTH + noise - FAINT) if noise >= FAINT else 0.0


def _against_jpeg(found: Diagnosis, jpeg_quality: int, cards: Sequence[ModelCard], quality: str) -> Remedy:
    """A drawing's own model if it surely is one; the one for photographs, which harms neither, otherwise."""
    reason = found.reason if found.damage == "jpeg" else f"{found.reason}, and {jpeg_reason(jpeg_quality)}"
    tasks = ("jpeg-art", "jpeg-photo") if found.drawn >= SURELY_DRAWN else ("jpeg-photo",)
    card = _card(tasks, cards, quality)
    if card is None:
        return _missing(reason, tasks)
    strength = strength_at(card, jpeg_quality)
    if not strength:
        return _alone(f"{reason}, which has too little to gain")
    return Remedy(card.task, card.name, reason, strength)


def _against_noise(found: Diagnosis, cards: Sequence[ModelCard], quality: str) -> Remedy:
    strength = noise_strength(found.noise)
    if not strength:
        return _alone(f"{found.reason}, but so little that it could be texture")
    card = _card(("night",), cards, quality)
    return (
        Remedy(card.task, card.name, found.reason, strength) if card else _missing(found.reason, ("night",))
    )


def _against_mosaic(found: Diagnosis, cards: Sequence[ModelCard], quality: str) -> Remedy:
    """All of the change in drawings; a part in photographs, whose blocks hide more."""
    card = _card(("mosaic-art",), cards, quality)
    strength = 1.0 if found.drawn >= SURELY_DRAWN else PHOTOGRAPHED_MOSAIC
    return (
        Remedy(card.task, card.name, found.reason, strength)
        if card
        else _missing(found.reason, ("mosaic-art",))
    )


def _card(tasks: Sequence[str], cards: Sequence[ModelCard], quality: str) -> ModelCard | None:
    """The first task's model, in the quality asked for where there is one."""
    for task in tasks:
        fitting = [card for card in cards if card.task == task]
        if fitting:
            return next((card for card in fitting if card.quality == quality), fitting[0])
    return None


def _strength(wanted: float) -> float:
    """Strength in steps of 0.05: a difference that small says nothing."""
    return 0.0 if wanted < LEAST else min(1.0, round(20 * wanted) / 20)


def _missing(reason: str, tasks: Sequence[str]) -> Remedy:
    return _alone(f"{reason}, and no model for {tasks[0]} is installed")


def _alone(reason: str) -> Remedy:
    return Remedy(None, None, reason)
