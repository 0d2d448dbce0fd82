"""What to do about a damage: a task, the model for it, and nothing where that could do harm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from afterglow.models.card import ModelCard
from afterglow.score.diagnosis import Diagnosis

TASKS: dict[tuple[str, bool], tuple[str, ...]] = {
    ("jpeg", False): ("jpeg-photo",),
    ("jpeg", True): ("jpeg-art", "jpeg-photo"),
    ("pixelation", True): ("mosaic-art",),
    ("noise", False): ("night",),
    ("dark", False): ("night",),
}
"""What helps against a damage, in a drawing or not, the best first. Where nothing is named nothing helps."""

WORTH = 0.25  # dB that a model must gain on the mean of pictures, for then hardly any picture loses
SURE = 0.6  # confidence below which a picture is rather left alone
UNMEASURED = 75  # JPEG quality up to which a model helps whose card has no numbers
GAIN = re.compile(r"(live1|val)_q(\d+)_gain")


@dataclass(frozen=True)
class Remedy:
    """A task, the model for it and how much of its change to make, or None twice and 0; and why."""

    task: str | None
    model: str | None
    reason: str
    strength: float = 0.0


def remedy(found: Diagnosis, cards: Sequence[ModelCard], quality: str = "fast") -> Remedy:
    """What to do; the reason reads on from "because"."""
    if found.damage == "clean":
        return Remedy(None, None, found.reason)
    if found.confidence < SURE:
        return Remedy(None, None, f"perhaps {found.reason}, but that is not sure enough to act")
    tasks = TASKS.get((found.damage, found.drawing), ())
    if not tasks:
        return Remedy(None, None, f"{found.reason}, and no model of ours would do it good")
    for task in tasks:
        fitting = [card for card in cards if card.task == task]
        card = next((card for card in fitting if card.quality == quality), fitting[0] if fitting else None)
        if card and found.quality is not None and found.quality > helps_until(card):
            return Remedy(None, None, f"{found.reason}, which has too little to gain")
        if card:
            return Remedy(task, card.name, found.reason, 1.0)
    return Remedy(None, None, f"{found.reason}, and no model for that is installed")


def helps_until(card: ModelCard) -> float:
    """The JPEG quality up to which the gains measured on a model's card are worth it."""
    gains: dict[str, dict[int, float]] = {}
    for name, value in card.numbers.items():
        if match := GAIN.fullmatch(name):
            gains.setdefault(match[1], {})[int(match[2])] = value
    if not gains:
        return UNMEASURED
    measured = gains.get("live1") or gains["val"]
    qualities = np.arange(min(measured), max(measured) + 1)
    worth = (
        np.interp(qualities, sorted(measured), [measured[quality] for quality in sorted(measured)]) >= WORTH
    )
    return float(qualities[worth].max()) if worth.any() else 0.0
