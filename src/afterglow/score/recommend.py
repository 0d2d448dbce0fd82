"""Which model suits a picture, if any, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from afterglow.image.image import Image
from afterglow.models.card import ModelCard
from afterglow.models.session import Session
from afterglow.models.store import list_models
from afterglow.score.cells import installed, open_judge
from afterglow.score.diagnosis import Diagnosis, diagnose
from afterglow.score.evidence import look
from afterglow.score.verdict import verdict

TASKS: dict[tuple[str, bool], tuple[str, ...]] = {
    ("jpeg", False): ("jpeg-photo",),
    ("jpeg", True): ("jpeg-art", "jpeg-photo"),
    ("pixelation", True): ("mosaic-art",),
    ("noise", False): ("night",),
    ("dark", False): ("night",),
}
"""What helps against a damage, in a drawing or not, the best first. Where nothing is named nothing helps."""


@dataclass(frozen=True)
class Recommendation:
    """A task and the model for it, or None for a picture best left alone, with the evidence."""

    task: str | None
    model: str | None
    strength: float
    confidence: float
    reason: str
    damage: str  # "clean", "jpeg", "noise", "pixelation", "blur" or "dark"
    drawing: bool
    findings: dict[str, float | str] = field(default_factory=dict)


def recommend(
    image: Image, *, cards: Sequence[ModelCard] | None = None, judge: Session | None = None
) -> Recommendation:
    """What to do with a picture; the file speaks first, then its pixels, then the judge."""
    cards = list_models() if cards is None else cards
    judge = judge or (open_judge() if installed() else None)
    evidence = look(image, judge)
    found = diagnose(evidence, verdict(evidence) if evidence.says else None)
    task, model, reason = _remedy(found, cards)
    return Recommendation(
        task=task,
        model=model,
        strength=1.0 if task else 0.0,
        confidence=found.confidence,
        reason=reason,
        damage=found.damage,
        drawing=found.drawing,
        findings=evidence.told(),
    )


def _remedy(found: Diagnosis, cards: Sequence[ModelCard]) -> tuple[str | None, str | None, str]:
    """The task, its model and the reason, as what follows "because"."""
    if not found.helpable:
        return None, None, found.reason
    tasks = TASKS.get((found.damage, found.drawing), ())
    if not tasks:
        return None, None, f"{found.reason}, and no model that we know of would do it good"
    for task in tasks:
        card = next((card for card in cards if card.task == task), None)
        if card:
            return task, card.name, found.reason
    return None, None, f"{found.reason}, and no model for that is installed"
